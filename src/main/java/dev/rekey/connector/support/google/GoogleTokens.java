package dev.rekey.connector.support.google;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.google.GoogleLogin;
import dev.rekey.secret.Secret;
import java.io.IOException;
import java.util.Optional;

/** Gets access tokens of Google: for the key of a config, or for the worker itself. Thread-safe. */
public final class GoogleTokens {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private final GoogleAmbient ambient;

  public GoogleTokens(GoogleAmbient ambient) {
    this.ambient = ambient;
  }

  /** What became of it. */
  public sealed interface Given {}

  /** An access token. */
  public record Token(Secret value) implements Given {}

  /** There is none, and what that means for the test. */
  public record NotGiven(TestResult outcome) implements Given {}

  /**
   * A token. Blocks; the libraries of Google try once.
   *
   * @param key of the config; without one the worker's own credentials are used
   * @param configKey that holds the key, or that would
   */
  public Given token(Optional<ServiceAccountKey> key, String configKey) {
    try {
      GoogleCredentials credentials =
          key.isPresent()
              ? key.get().credentials(configKey, ambient.tokenServer())
              : own(configKey);
      return new Token(
          Secret.of(credentials.createScoped(SCOPE).refreshAccessToken().getTokenValue()));
    } catch (InvalidConfigException e) {
      return new NotGiven(e.outcome());
    } catch (IOException e) {
      return new NotGiven(
          GoogleLogin.isRefused(e)
              ? new Refused("Google's token server refused the credentials")
              : new Unreachable("Google's token server does not answer"));
    }
  }

  private GoogleCredentials own(String configKey) {
    try {
      Credentials credentials = ambient.credentials().getCredentials();
      if (credentials instanceof GoogleCredentials google) {
        return google;
      }
    } catch (IOException _) {
      // What is missing is said below.
    }
    throw new InvalidConfigException(
        configKey,
        "says nothing of credentials, and the worker has none of its own: " + GoogleLogin.FIX);
  }
}
