package dev.rekey.app.config;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;

/** Reads configuration files as the worker does, without one. */
public final class ConfigFiles {
  private ConfigFiles() {}

  /** A key that is unknown, or a value of another type, is an exception that names it. */
  public static RekeyConfig read(Path file) {
    return new SmallRyeConfigBuilder()
        .withMapping(RekeyConfig.class)
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(RekeyConfigSourceFactory.read(file))
        .build()
        .getConfigMapping(RekeyConfig.class);
  }
}
