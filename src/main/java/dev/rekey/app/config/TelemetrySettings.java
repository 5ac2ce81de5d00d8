package dev.rekey.app.config;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** What the configuration says of telemetry, checked, and as the framework has to be told. */
final class TelemetrySettings {
  private static final String PREFIX = "rekey.telemetry.";
  private static final String ENDPOINT = PREFIX + "otlp.endpoint";
  private static final String PROTOCOL = PREFIX + "otlp.protocol";
  private static final String FORMAT = PREFIX + "log.format";
  private static final String EXPORTER = "quarkus.otel.exporter.otlp.";

  private TelemetrySettings() {}

  /**
   * @throws InvalidConfigException for the first thing that is wrong
   */
  static void check(TelemetryConfig config) {
    if (!(config.sampling() >= 0 && config.sampling() <= 1)) {
      throw new InvalidConfigException(PREFIX + "sampling", "is from 0 to 1");
    }
    config.otlp().endpoint().ifPresent(TelemetrySettings::checkEndpoint);
    if (config.log().repeats() < 1 || config.log().repeats() > 1_000_000) {
      throw new InvalidConfigException(PREFIX + "log.repeats", "is from 1 to 1000000");
    }
    Settings.range(PREFIX + "log.repeats-within", config.log().repeatsWithin(), 1, 3_600);
  }

  private static void checkEndpoint(URI endpoint) {
    boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    if (!http || endpoint.getHost() == null || endpoint.getRawUserInfo() != null) {
      throw new InvalidConfigException(
          ENDPOINT, "is not an http or https URL of a host, without a user");
    }
  }

  /**
   * What no expression in application.properties could say.
   *
   * @param packaged whether machines read the log unless the configuration says otherwise
   */
  static Map<String, String> derived(Map<String, String> given, boolean packaged) {
    Map<String, String> derived = new HashMap<>();
    if (!given.getOrDefault(ENDPOINT, "").isEmpty()) {
      derived.put("quarkus.otel.sdk.disabled", "false");
      derived.put(EXPORTER + "endpoint", given.get(ENDPOINT));
      boolean grpc = given.getOrDefault(PROTOCOL, "grpc").equalsIgnoreCase("grpc");
      derived.put(EXPORTER + "protocol", grpc ? "grpc" : "http/protobuf");
    }
    String format = given.getOrDefault(FORMAT, packaged ? "json" : "text");
    derived.put(
        "quarkus.log.console.json.enabled", String.valueOf(format.equalsIgnoreCase("json")));
    return derived;
  }
}
