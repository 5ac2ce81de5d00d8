package dev.rekey.app.config;

import dev.rekey.app.config.NotificationConfig.EndpointKind;
import dev.rekey.notification.Endpoint;
import dev.rekey.notification.Endpoint.Coalescing;
import dev.rekey.notification.NotificationType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who is told of outcomes, once that was found to be valid.
 *
 * @param told in the order of the configuration
 */
public record NotificationSettings(List<Told> told) {
  private static final String PREFIX = "rekey.notifications.";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");
  private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH");
  private static final String CONTENT_TYPE = "[\\w.+-]+/[\\w.+-]+";
  private static final long YEAR = 365L * 86_400;

  /** Where PagerDuty takes events, unless the configuration says otherwise. */
  public static final URI PAGERDUTY = URI.create("https://events.pagerduty.com/v2/enqueue");

  /**
   * Someone who is told.
   *
   * @param config how
   */
  public record Told(Endpoint endpoint, NotificationConfig.Endpoint config) {}

  static NotificationSettings of(NotificationConfig config, Set<String> environments) {
    Settings.range(PREFIX + "give-up-after", config.giveUpAfter(), 60, YEAR);
    Settings.range(PREFIX + "keep", config.keep(), 60, YEAR);
    try {
      if (config.source().isEmpty()) {
        throw new IllegalArgumentException();
      }
      URI.create(config.source());
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(PREFIX + "source", "is no reference to a URI", e);
    }
    Set<String> names = new HashSet<>();
    List<Told> told = new ArrayList<>();
    for (int i = 0; i < config.endpoints().size(); i++) {
      String key = PREFIX + "endpoints[" + i + "].";
      NotificationConfig.Endpoint endpoint = config.endpoints().get(i);
      if (!NAME.matcher(endpoint.name()).matches()) {
        throw new InvalidConfigException(
            key + "name", "has 1 to 63 letters, digits, underscores and hyphens");
      }
      if (!names.add(endpoint.name())) {
        throw new InvalidConfigException(key + "name", "another endpoint has this name");
      }
      check(key, endpoint);
      told.add(new Told(endpoint(key, endpoint, environments), endpoint));
    }
    return new NotificationSettings(told);
  }

  private static void check(String key, NotificationConfig.Endpoint endpoint) {
    endpoint.url().ifPresent(url -> web(key, url));
    endpoint.secretFile().ifPresent(file -> readable(key, file));
    switch (endpoint.kind()) {
      case WEBHOOK -> needed(key + "url", endpoint.url());
      case KAFKA -> {
        needed(key + "bootstrap-servers", endpoint.bootstrapServers());
        needed(key + "topic", endpoint.topic());
      }
      case SLACK -> {
        if (endpoint.url().isPresent()) {
          throw new InvalidConfigException(
              key + "url",
              "is a secret at Slack: put it into a file, and name that in secret-file");
        }
        needed(key + "secret-file", endpoint.secretFile());
      }
      case PAGERDUTY -> needed(key + "secret-file", endpoint.secretFile());
      case REDEPLOY -> checkRedeploy(key, endpoint);
    }
  }

  private static void checkRedeploy(String key, NotificationConfig.Endpoint endpoint) {
    needed(key + "url", endpoint.url());
    if (!METHODS.contains(endpoint.method())) {
      throw new InvalidConfigException(key + "method", "is one of " + METHODS);
    }
    if (!endpoint.contentType().matches(CONTENT_TYPE)) {
      throw new InvalidConfigException(key + "content-type", "is no media type");
    }
    Settings.range(key + "settle", endpoint.settle(), 0, 3_600);
    Settings.range(
        key + "settle-at-most", endpoint.settleAtMost(), endpoint.settle().toSeconds(), 86_400);
    if (endpoint.headers().values().stream().anyMatch(value -> value.contains("{secret}"))) {
      needed(key + "secret-file", endpoint.secretFile());
    }
  }

  private static void needed(String key, Optional<?> value) {
    if (value.isEmpty()) {
      throw new InvalidConfigException(key, "is missing: an endpoint of this kind needs it");
    }
  }

  private static void web(String key, URI url) {
    if (url.getHost() == null
        || !("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
        || url.getRawUserInfo() != null) {
      throw new InvalidConfigException(
          key + "url", "is not an http or https URL of a host, without a user");
    }
  }

  private static void readable(String key, Path file) {
    if (!Files.isReadable(file)) {
      throw new InvalidConfigException(key + "secret-file", "cannot be read: " + file);
    }
  }

  private static Endpoint endpoint(
      String key, NotificationConfig.Endpoint endpoint, Set<String> environments) {
    Set<String> chosen = Set.copyOf(endpoint.environments().orElse(List.of()));
    for (String environment : chosen) {
      if (!environments.contains(environment)) {
        throw new InvalidConfigException(
            key + "environments", "there is no environment " + environment);
      }
    }
    return new Endpoint(
        endpoint.name(),
        types(key, endpoint),
        chosen,
        endpoint.kinds().orElse(List.of()).stream()
            .map(kind -> Settings.kind(key + "kinds", kind))
            .collect(Collectors.toSet()),
        endpoint.kind() == EndpointKind.REDEPLOY
            ? Optional.of(new Coalescing(endpoint.settle(), endpoint.settleAtMost()))
            : Optional.empty());
  }

  /** A redeploy follows what was committed and nothing else. */
  private static Set<NotificationType> types(String key, NotificationConfig.Endpoint endpoint) {
    Set<NotificationType> all =
        endpoint.kind() == EndpointKind.REDEPLOY
            ? EnumSet.of(NotificationType.ROTATION_COMMITTED)
            : EnumSet.allOf(NotificationType.class);
    if (endpoint.types().isEmpty()) {
      return all;
    }
    Set<NotificationType> chosen = EnumSet.noneOf(NotificationType.class);
    for (String type : endpoint.types().get()) {
      try {
        chosen.add(NotificationType.of(type));
      } catch (IllegalArgumentException e) {
        throw new InvalidConfigException(key + "types", e.getMessage(), e);
      }
    }
    if (!all.containsAll(chosen)) {
      throw new InvalidConfigException(
          key + "types", "a redeploy follows rotation.committed alone: leave the key out");
    }
    return chosen;
  }
}
