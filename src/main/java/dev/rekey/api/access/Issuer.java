package dev.rekey.api.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.jwt.JwkSetConverter;
import com.google.crypto.tink.jwt.JwtInvalidException;
import com.google.crypto.tink.jwt.JwtPublicKeyVerify;
import com.google.crypto.tink.jwt.JwtSignatureConfig;
import com.google.crypto.tink.jwt.JwtValidator;
import com.google.crypto.tink.jwt.VerifiedJwt;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Somebody whose tokens are taken, as OpenID Connect Core 1.0 has them: signed with a public key,
 * for our audience, and not expired. The keys are read when they are needed, after an hour, and at
 * most twice in a minute for a token that they do not verify: it may be signed with a newer one.
 * While they cannot be read, those before them are good. Thread-safe.
 */
public final class Issuer {
  private static final Logger LOGGER = Logger.getLogger(Issuer.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration BETWEEN_READS = Duration.ofSeconds(30);
  private static final Duration LONGEST_KEPT = Duration.ofHours(1);
  private static final Duration SKEW = Duration.ofSeconds(30);

  /** RFC 7518, section 3.1: those with a public key. */
  private static final Set<String> ALGORITHMS =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  private final String name;
  private final String claim;
  private final Map<String, String> clients;
  private final Issuers.Keys keys;
  private final JwtValidator validator;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<JwtPublicKeyVerify> known = Optional.empty();
  private Instant nextRead = Instant.MIN;
  private Instant lastRead = Instant.EPOCH;

  /**
   * @param name as it stands in {@code iss}
   * @param audience that has to be in {@code aud}
   * @param claim whose value says which client it is
   * @param clients the id of a client by that value
   */
  public Issuer(
      String name,
      String audience,
      String claim,
      Map<String, String> clients,
      Issuers.Keys keys,
      Clock clock) {
    this.name = name;
    this.claim = claim;
    this.clients = Map.copyOf(clients);
    this.keys = keys;
    this.clock = clock.withZone(ZoneOffset.UTC);
    this.validator =
        JwtValidator.newBuilder()
            .expectIssuer(name)
            .expectAudience(audience)
            .ignoreTypeHeader()
            .setClock(this.clock)
            .setClockSkew(SKEW)
            .build();
    try {
      JwtSignatureConfig.register();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  String name() {
    return name;
  }

  Optional<String> clientOf(String token) {
    return verified(token, false)
        .or(() -> verified(token, true))
        .flatMap(this::claimed)
        .map(clients::get);
  }

  private Optional<String> claimed(VerifiedJwt token) {
    try {
      if (claim.equals("sub")) {
        return token.hasSubject() ? Optional.of(token.getSubject()) : Optional.empty();
      }
      return token.hasStringClaim(claim)
          ? Optional.of(token.getStringClaim(claim))
          : Optional.empty();
    } catch (JwtInvalidException _) {
      return Optional.empty();
    }
  }

  private Optional<VerifiedJwt> verified(String token, boolean afresh) {
    Optional<JwtPublicKeyVerify> verifier = verifier(afresh);
    if (verifier.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(verifier.get().verifyAndDecode(token, validator));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  /**
   * @param afresh whether the keys that are known have been tried
   * @return empty when there are none, or none but those that were tried
   */
  private Optional<JwtPublicKeyVerify> verifier(boolean afresh) {
    lock.lock();
    try {
      Instant now = clock.instant();
      boolean fresh = now.isBefore(lastRead.plus(LONGEST_KEPT));
      if (!afresh && known.isPresent() && fresh) {
        return known;
      }
      if (now.isBefore(nextRead)) {
        return afresh ? Optional.empty() : known;
      }
      nextRead = now.plus(BETWEEN_READS);
      known = Optional.of(verifier(keys.read()));
      lastRead = now;
      return known;
    } catch (IOException | GeneralSecurityException e) {
      // What it says may be anything.
      LOGGER.warnf(
          "keys of an issuer cannot be read issuer=%s error=%s", name, e.getClass().getName());
      return afresh ? Optional.empty() : known;
    } finally {
      lock.unlock();
    }
  }

  /** Of those keys that sign; an issuer may publish others beside them. */
  private static JwtPublicKeyVerify verifier(String set)
      throws IOException, GeneralSecurityException {
    ArrayNode signing = JSON.createArrayNode();
    for (JsonNode key : JSON.readTree(set).path("keys")) {
      if (key instanceof ObjectNode object && signs(object)) {
        signing.add(object);
      }
    }
    ObjectNode only = JSON.createObjectNode();
    only.set("keys", signing);
    return JwkSetConverter.toPublicKeysetHandle(JSON.writeValueAsString(only))
        .getPrimitive(RegistryConfiguration.get(), JwtPublicKeyVerify.class);
  }

  private static boolean signs(ObjectNode key) {
    if (key.path("kty").asText().equals("RSA") && !key.has("alg")) {
      // Some leave out what all of them use.
      key.put("alg", "RS256");
    }
    return ALGORITHMS.contains(key.path("alg").asText())
        && key.path("use").asText("sig").equals("sig");
  }
}
