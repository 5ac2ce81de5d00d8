package dev.rekey.app.config;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is told of outcomes. */
public interface NotificationConfig {
  @WithDefault("/rekey")
  String source();

  @WithDefault("7d")
  Duration giveUpAfter();

  @WithDefault("7d")
  Duration keep();

  List<Endpoint> endpoints();

  /** What an endpoint can be. */
  enum EndpointKind {
    WEBHOOK,
    KAFKA,
    SLACK,
    PAGERDUTY,
    REDEPLOY
  }

  /** How a CloudEvent is written. */
  enum Format {
    STRUCTURED,
    BINARY
  }

  /** One endpoint. */
  interface Endpoint {
    String name();

    EndpointKind kind();

    Optional<URI> url();

    Optional<Path> secretFile();

    @WithDefault("structured")
    Format format();

    Optional<List<String>> types();

    Optional<List<String>> environments();

    Optional<List<String>> kinds();

    Optional<String> bootstrapServers();

    Optional<String> topic();

    Map<String, String> properties();

    @WithDefault("POST")
    String method();

    Map<String, String> headers();

    @WithDefault("application/json")
    String contentType();

    @WithDefault("{}")
    String body();

    @WithDefault("30s")
    Duration settle();

    @WithDefault("5m")
    Duration settleAtMost();
  }
}
