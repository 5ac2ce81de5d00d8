package dev.rekey.api.access;

import com.google.crypto.tink.jwt.JwtInvalidException;
import com.google.crypto.tink.jwt.JwtMac;
import com.google.crypto.tink.jwt.JwtValidator;
import com.google.crypto.tink.jwt.RawJwt;
import com.google.crypto.tink.jwt.VerifiedJwt;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Issues bearer tokens and checks them. A token says who its bearer is and until when, and nothing
 * about what it may do: that is looked up at each call. Safe for use by many threads.
 */
public final class Tokens {
  private static final String ISSUER = "rekey";

  // Checks the signature and the issuer alone: at the epoch nothing has expired. The expiry is
  // compared here, because Tink tells an expired token from a forged one by message text only.
  private static final JwtValidator VALIDATOR =
      JwtValidator.newBuilder()
          .expectIssuer(ISSUER)
          .setClock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
          .build();

  private final JwtMac mac;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Duration lifetime;

  /**
   * @param random for the ids of tokens
   * @param lifetime how long a token is good for, unless a shorter time is asked for
   */
  public Tokens(JwtMac mac, InstantSource clock, RandomGenerator random, Duration lifetime) {
    this.mac = mac;
    this.clock = clock;
    this.random = random;
    this.lifetime = lifetime;
  }

  /**
   * @param wish how long it shall be good for; shortens the lifetime, and never lengthens it
   */
  public Issued issue(ApiClient client, Optional<Duration> wish) {
    Duration granted = wish.filter(shorter -> shorter.compareTo(lifetime) < 0).orElse(lifetime);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = now.plus(granted);
    RawJwt claims =
        RawJwt.newBuilder()
            .setIssuer(ISSUER)
            .setSubject(client.id())
            .setJwtId(randomId())
            .setIssuedAt(now)
            .setExpiration(expiresAt)
            .build();
    try {
      return new Issued(mac.computeMacAndEncode(claims), granted, expiresAt);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("a token could not be signed", failure);
    }
  }

  /** Says whose token this is, if it is one. */
  public Verdict verify(String token) {
    try {
      VerifiedJwt claims = mac.verifyMacAndDecode(token, VALIDATOR);
      return clock.instant().isBefore(claims.getExpiration())
          ? new Verdict.Valid(claims.getSubject())
          : new Verdict.Expired();
    } catch (JwtInvalidException notOurs) {
      return new Verdict.Forged();
    } catch (GeneralSecurityException notOurs) {
      return new Verdict.Forged();
    }
  }

  private String randomId() {
    byte[] id = new byte[16];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /**
   * A new token.
   *
   * @param lifetime how long it is good for, in whole seconds
   */
  public record Issued(String token, Duration lifetime, Instant expiresAt) {
    @Override
    public String toString() {
      return "Issued[lifetime=" + lifetime + ", expiresAt=" + expiresAt + "]";
    }
  }

  /** What a token turned out to be. */
  public sealed interface Verdict {
    /** One of ours, and not expired. The client may have left the configuration since. */
    record Valid(String clientId) implements Verdict {}

    record Expired() implements Verdict {}

    /** Not signed by us, or no token at all. */
    record Forged() implements Verdict {}
  }
}
