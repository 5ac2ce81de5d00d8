package dev.rekey.event.pubsub;

import com.google.api.client.json.webtoken.JsonWebToken;
import com.google.auth.oauth2.TokenVerifier;
import com.google.auth.oauth2.TokenVerifier.VerificationException;
import com.google.common.util.concurrent.UncheckedExecutionException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/**
 * Checks the OpenID Connect token that Pub/Sub sends with what it pushes: signed by Google, for us,
 * not expired, and of the service account of the subscription. Thread-safe; blocks while Google's
 * keys are fetched, which are kept for an hour.
 *
 * @see <a href="https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions">Pub/Sub:
 *     authentication for push subscriptions</a>
 */
public final class PushToken {
  /** Where Google publishes the keys that it signs with. */
  public static final URI GOOGLE_KEYS = URI.create("https://www.googleapis.com/oauth2/v3/certs");

  private static final Logger LOGGER = Logger.getLogger(PushToken.class);
  private static final Set<String> ISSUERS =
      Set.of("https://accounts.google.com", "accounts.google.com");

  private final TokenVerifier verifier;
  private final String serviceAccount;

  /** What a token turned out to be. */
  enum Verdict {
    ACCEPTED,
    /** Not signed by Google, not for us, expired, or no token at all. */
    NOT_VALID,
    /** Google's, and of somebody else. */
    OTHER_ACCOUNT,
    /** The keys could not be had. */
    NOT_CHECKED
  }

  /**
   * @param audience as it is set at the subscription
   * @param serviceAccount the email address of the account that is set there
   * @param keys in the place of {@link #GOOGLE_KEYS}
   */
  public PushToken(String audience, String serviceAccount, URI keys, InstantSource clock) {
    this.serviceAccount = serviceAccount;
    this.verifier =
        TokenVerifier.newBuilder()
            .setAudience(audience)
            .setCertificatesLocation(keys.toString())
            .setClock(clock::millis)
            .build();
  }

  Verdict check(String token) {
    try {
      return check(verifier.verify(token).getPayload());
    } catch (VerificationException e) {
      boolean noKeys =
          e.getCause() instanceof ExecutionException
              || e.getCause() instanceof UncheckedExecutionException;
      if (noKeys) {
        LOGGER.warnf("keys for pushed messages could not be had source=%s", PubsubEventSource.NAME);
      }
      return noKeys ? Verdict.NOT_CHECKED : Verdict.NOT_VALID;
    } catch (RuntimeException _) {
      // What is no token at all makes the library throw whatever it likes.
      return Verdict.NOT_VALID;
    }
  }

  private Verdict check(JsonWebToken.Payload claims) {
    if (claims.getExpirationTimeSeconds() == null
        || claims.getIssuer() == null
        || !ISSUERS.contains(claims.getIssuer())) {
      return Verdict.NOT_VALID;
    }
    boolean ours =
        serviceAccount.equals(claims.get("email"))
            && Boolean.TRUE.equals(claims.get("email_verified"));
    return ours ? Verdict.ACCEPTED : Verdict.OTHER_ACCOUNT;
  }
}
