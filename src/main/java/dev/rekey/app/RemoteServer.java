package dev.rekey.app;

import dev.rekey.app.config.InvalidConfigException;
import dev.rekey.app.config.RekeyConfig;
import dev.rekey.client.RekeyClient;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The clients of the server that has the data sources: one for each environment. Thread-safe. */
final class RemoteServer implements AutoCloseable {
  private final Optional<RekeyConfig.Remote> config;
  private final Map<String, RekeyClient> clients = new ConcurrentHashMap<>();

  RemoteServer(Optional<RekeyConfig.Remote> config) {
    this.config = config;
  }

  RekeyClient client(String environment) {
    return clients.computeIfAbsent(environment, this::connect);
  }

  private RekeyClient connect(String environment) {
    RekeyConfig.Remote remote = config.orElseThrow();
    try {
      RekeyClient.Builder builder =
          RekeyClient.builder()
              .apiServer(remote.apiServer())
              .clientId(remote.clientId())
              .clientSecret(Files.readString(remote.clientSecretFile()).strip())
              .environment(environment);
      remote.deadline().ifPresent(builder::deadline);
      remote.rootCertificates().ifPresent(builder::rootCertificates);
      return builder.build();
    } catch (IOException e) {
      throw new InvalidConfigException(
          "rekey.target.remote.client-secret-file",
          "cannot be read: " + remote.clientSecretFile(),
          e);
    }
  }

  @Override
  public void close() {
    clients.values().forEach(RekeyClient::close);
  }
}
