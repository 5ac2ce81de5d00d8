package dev.rekey.app.config;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What the worker tells of itself, and to whom. */
public interface TelemetryConfig {
  Otlp otlp();

  @WithDefault("1.0")
  double sampling();

  Log log();

  /** The collector of traces; none are made where there is none. */
  interface Otlp {
    Optional<URI> endpoint();

    @WithDefault("grpc")
    OtlpProtocol protocol();
  }

  /** How a collector is spoken to. */
  enum OtlpProtocol {
    GRPC,
    HTTP_PROTOBUF
  }

  /** How the log is written. */
  interface Log {
    @WithDefault("json")
    LogFormat format();

    @WithDefault("100")
    int repeats();

    @WithDefault("1m")
    Duration repeatsWithin();
  }

  /** For machines, or for people. */
  enum LogFormat {
    JSON,
    TEXT
  }
}
