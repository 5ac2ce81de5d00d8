package dev.rekey.app;

import dev.rekey.api.ApiLimits;
import dev.rekey.api.access.ApiClient;
import dev.rekey.api.access.CallRates;
import dev.rekey.api.access.Clients;
import dev.rekey.api.access.Environment;
import dev.rekey.api.access.Issuer;
import dev.rekey.api.access.IssuerKeys;
import dev.rekey.api.access.Issuers;
import dev.rekey.api.access.LoginThrottle;
import dev.rekey.api.access.Permission;
import dev.rekey.api.access.SecretDigest;
import dev.rekey.api.access.Tokens;
import dev.rekey.app.config.InvalidConfigException;
import dev.rekey.app.config.RekeyConfig;
import dev.rekey.app.config.Settings;
import dev.rekey.store.Keysets;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Who may call the API, and how much it takes. */
final class ApiProducers {
  private static final Duration KEYS_DEADLINE = Duration.ofSeconds(5);

  @Produces
  @Singleton
  ApiLimits limits(Settings settings) {
    return ApiLimits.DEFAULT.withCallsPerSecond(settings.config().limits().callsPerSecond());
  }

  @Produces
  @Singleton
  CallRates rates(ApiLimits limits) {
    return new CallRates(limits.callsPerSecond(), System::nanoTime);
  }

  @Produces
  @Singleton
  LoginThrottle throttle(InstantSource clock) {
    return new LoginThrottle(clock);
  }

  @Produces
  @Singleton
  Issuers issuers(Settings settings) {
    if (settings.config().oidc().isEmpty()) {
      return Issuers.NONE;
    }
    HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    return new Issuers(
        settings.config().oidc().stream()
            .map(
                each ->
                    new Issuer(
                        each.issuer().toString(),
                        each.audience(),
                        each.claim(),
                        each.clients(),
                        new IssuerKeys(http, KEYS_DEADLINE, each.issuer(), each.jwksUri()),
                        Clock.systemUTC()))
            .toList());
  }

  @Produces
  @Singleton
  Tokens tokens(Settings settings, Keysets keysets, InstantSource clock, RandomGenerator random) {
    return new Tokens(keysets.tokenMac(), clock, random, settings.config().tokens().lifetime());
  }

  @Produces
  @Singleton
  Clients clients(Settings settings, DataDirectory directory, RandomGenerator random)
      throws IOException {
    RekeyConfig config = settings.config();
    List<Environment> environments =
        settings.environments().entrySet().stream()
            .map(each -> new Environment(each.getKey(), each.getValue()))
            .toList();
    List<ApiClient> clients = new ArrayList<>();
    for (int i = 0; i < config.clients().size(); i++) {
      clients.add(client("rekey.clients[" + i + "]", config.clients().get(i)));
    }
    if (clients.isEmpty()) {
      clients.add(
          GeneratedClient.load(
              directory.path(), environments.stream().map(Environment::id).toList(), random));
    }
    try {
      return new Clients(clients, environments);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException("rekey.clients", e.getMessage(), e);
    }
  }

  private static ApiClient client(String key, RekeyConfig.Client client) {
    return new ApiClient(
        client.id(),
        digest(key, client),
        permissions(key + ".permissions", client.permissions()),
        client.environments());
  }

  private static SecretDigest digest(String key, RekeyConfig.Client client) {
    if (client.secretFile().isPresent() == client.secretHash().isPresent()) {
      throw new InvalidConfigException(key, "needs one of secret-file and secret-hash");
    }
    if (client.secretHash().isPresent()) {
      try {
        return SecretDigest.ofHash(client.secretHash().get());
      } catch (IllegalArgumentException e) {
        throw new InvalidConfigException(key + ".secret-hash", e.getMessage(), e);
      }
    }
    Path file = client.secretFile().orElseThrow();
    try {
      return SecretDigest.of(Files.readString(file).strip());
    } catch (IOException e) {
      throw new InvalidConfigException(key + ".secret-file", "cannot be read: " + file, e);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(key + ".secret-file", e.getMessage(), e);
    }
  }

  private static Set<Permission> permissions(String key, List<String> slugs) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (String slug : slugs) {
      try {
        permissions.add(Permission.of(slug));
      } catch (IllegalArgumentException e) {
        throw new InvalidConfigException(key, e.getMessage(), e);
      }
    }
    return permissions;
  }
}
