package dev.rekey.app.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks who may reach the API, and how. */
final class AccessSettings {
  private AccessSettings() {}

  /**
   * @throws InvalidConfigException for the first thing that is wrong
   */
  static void check(RekeyConfig config) {
    config.http().tls().ifPresent(AccessSettings::files);
    if (config.http().tls().isEmpty()
        && !config.http().allowPlaintext()
        && !isLoopback(config.http().host())) {
      throw new InvalidConfigException(
          "rekey.http.host",
          config.http().host()
              + " can be reached from elsewhere, where secrets would travel in plaintext: set"
              + " rekey.http.tls, or rekey.http.allow-plaintext: true where something in front of"
              + " the worker ends TLS");
    }
    issuers(config.oidc(), config);
  }

  private static void files(RekeyConfig.Tls tls) {
    readable("rekey.http.tls.certificate", tls.certificate());
    readable("rekey.http.tls.key", tls.key());
    tls.clientCa().ifPresent(file -> readable("rekey.http.tls.client-ca", file));
    tls.reloadPeriod()
        .ifPresent(period -> Settings.range("rekey.http.tls.reload-period", period, 1, 86_400));
  }

  private static void readable(String key, Path file) {
    if (!Files.isReadable(file)) {
      throw new InvalidConfigException(key, "cannot be read: " + file);
    }
  }

  private static void issuers(List<RekeyConfig.Oidc> issuers, RekeyConfig config) {
    Set<URI> names = new HashSet<>();
    Set<String> clients = new HashSet<>();
    config.clients().forEach(client -> clients.add(client.id()));
    for (int i = 0; i < issuers.size(); i++) {
      String key = "rekey.oidc[" + i + "]";
      RekeyConfig.Oidc issuer = issuers.get(i);
      if (!names.add(issuer.issuer())) {
        throw new InvalidConfigException(key + ".issuer", "another issuer has this name");
      }
      web(key + ".issuer", issuer.issuer());
      issuer.jwksUri().ifPresent(uri -> web(key + ".jwks-uri", uri));
      issuer
          .clients()
          .forEach(
              (value, client) -> {
                if (!clients.contains(client)) {
                  throw new InvalidConfigException(
                      key + ".clients", "names the client " + client + ", which does not exist");
                }
              });
    }
  }

  private static void web(String key, URI uri) {
    boolean loopback = uri.getHost() != null && isLoopback(uri.getHost());
    if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && loopback)) {
      throw new InvalidConfigException(key, "is no https URL");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
