package dev.rekey.app.config;

import dev.rekey.google.GoogleEndpoint;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the configuration says of how data sources are reached, once it was found to be valid.
 *
 * @param privateNetworks whether data sources may be there
 * @param loopback whether they may be on this machine
 * @param trustFolder below which they may name files of trusted authorities
 * @param aws in the place of AWS's own, as are the others of theirs
 */
public record ConnectorSettings(
    boolean privateNetworks,
    boolean loopback,
    Optional<Path> trustFolder,
    Optional<URI> aws,
    Optional<URI> azureLogin,
    Optional<URI> bigquery,
    Optional<URI> snowflake,
    Optional<GoogleEndpoint> pubsub,
    Optional<GoogleEndpoint> spanner) {
  private static final String PREFIX = "rekey.connectors.";

  static ConnectorSettings of(RekeyConfig config) {
    RekeyConfig.Connectors connectors = config.connectors();
    RekeyConfig.Connectors.Endpoints endpoints = connectors.endpoints();
    return new ConnectorSettings(
        connectors.egress().privateNetworks(),
        connectors.egress().loopback(),
        connectors.trustFolder().map(ConnectorSettings::folder),
        endpoints.aws().map(url -> url("aws", url)),
        endpoints.azureLogin().map(url -> url("azure-login", url)),
        endpoints.bigquery().map(url -> url("bigquery", url)),
        endpoints.snowflake().map(url -> url("snowflake", url)),
        CloudSettings.endpoint(PREFIX + "endpoints.pubsub", endpoints.pubsub()),
        CloudSettings.endpoint(PREFIX + "endpoints.spanner", endpoints.spanner()));
  }

  private static Path folder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidConfigException(
          PREFIX + "trust-folder", "is no folder: make it, or leave the key out");
    }
    return folder;
  }

  private static URI url(String name, URI url) {
    if (url.getHost() == null
        || !("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
        || url.getRawUserInfo() != null) {
      throw new InvalidConfigException(
          PREFIX + "endpoints." + name, "is not an http or https URL of a host, without a user");
    }
    return url;
  }
}
