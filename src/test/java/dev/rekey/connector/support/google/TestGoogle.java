package dev.rekey.connector.support.google;

import com.google.api.gax.core.CredentialsProvider;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.rekey.testing.GoogleAccounts;
import dev.rekey.testing.GoogleAccounts.Account;
import java.io.IOException;
import java.util.Date;

/** What a worker brings to Google in tests. */
public final class TestGoogle {
  private static final CredentialsProvider NONE =
      () -> {
        throw new IOException("none in the environment");
      };

  private TestGoogle() {}

  /** No credentials, and the token server of these accounts. */
  public static GoogleAmbient nobody(GoogleAccounts accounts) {
    return new GoogleAmbient(NONE, accounts.tokenServer());
  }

  /** No credentials, and Google's own token server. */
  public static GoogleAmbient nowhere() {
    return new GoogleAmbient(NONE, GoogleAmbient.TOKEN_SERVER);
  }

  /** The credentials of an account. */
  public static GoogleAmbient as(Account account) {
    return as(account.token());
  }

  /** Credentials that give this token. */
  public static GoogleAmbient as(String token) {
    return new GoogleAmbient(
        () ->
            new GoogleCredentials() {
              private static final long serialVersionUID = 1;

              @Override
              public AccessToken refreshAccessToken() {
                return new AccessToken(token, new Date(Long.MAX_VALUE));
              }

              @Override
              public GoogleCredentials createScoped(String... scopes) {
                return this;
              }
            },
        GoogleAmbient.TOKEN_SERVER);
  }
}
