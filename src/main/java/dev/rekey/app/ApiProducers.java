package dev.rekey.app;

import dev.rekey.api.ApiLimits;
import dev.rekey.api.access.ApiClient;
import dev.rekey.api.access.Clients;
import dev.rekey.api.access.Environment;
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
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Who may call the API, and how much it takes. */
final class ApiProducers {
  @Produces
  @Singleton
  ApiLimits limits() {
    return ApiLimits.DEFAULT;
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
    try {
      return new ApiClient(
          client.id(),
          SecretDigest.of(Files.readString(client.secretFile()).strip()),
          permissions(key + ".permissions", client.permissions()),
          client.environments());
    } catch (IOException e) {
      throw new InvalidConfigException(
          key + ".secret-file", "cannot be read: " + client.secretFile(), e);
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
