package dev.rekey.app;

import dev.rekey.api.push.PushRoute;
import dev.rekey.app.config.InvalidConfigException;
import dev.rekey.app.config.RekeyConfig;
import dev.rekey.app.config.Settings;
import dev.rekey.event.Intake;
import dev.rekey.event.pubsub.PushEndpoint;
import dev.rekey.event.pubsub.PushToken;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** Opens the endpoint of push subscriptions, where it is asked for. */
@Singleton
final class PushRoutes {
  private static final String KEY = "rekey.events.pubsub.push.";

  private final RekeyConfig.Events.Pubsub.Push push;
  private final Intake intake;
  private final InstantSource clock;

  PushRoutes(Settings settings, Intake intake, InstantSource clock) {
    this.push = settings.config().events().pubsub().push();
    this.intake = intake;
    this.clock = clock;
  }

  void open(@Observes Router router) {
    if (push.enabled()) {
      PushToken tokens =
          new PushToken(
              required("audience", push.audience()),
              required("service-account", push.serviceAccount()),
              push.keys().orElse(PushToken.GOOGLE_KEYS),
              clock);
      new PushRoute(new PushEndpoint(tokens, intake)).mount(router);
    }
  }

  private static String required(String name, Optional<String> value) {
    return value.orElseThrow(
        () -> new InvalidConfigException(KEY + name, "is missing: a push endpoint needs it"));
  }
}
