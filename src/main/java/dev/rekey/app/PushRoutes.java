package dev.rekey.app;

import dev.rekey.api.push.PushRoute;
import dev.rekey.app.config.CloudSettings;
import dev.rekey.app.config.Settings;
import dev.rekey.event.Intake;
import dev.rekey.event.pubsub.PushEndpoint;
import dev.rekey.event.pubsub.PushToken;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Opens the endpoint of push subscriptions, where it is asked for. */
@Singleton
final class PushRoutes {
  private final Settings settings;
  private final Intake intake;
  private final InstantSource clock;

  PushRoutes(Settings settings, Intake intake, InstantSource clock) {
    this.settings = settings;
    this.intake = intake;
    this.clock = clock;
  }

  void open(@Observes Router router) {
    settings.clouds().push().ifPresent(push -> route(push).mount(router));
  }

  private PushRoute route(CloudSettings.Push push) {
    return new PushRoute(
        new PushEndpoint(
            new PushToken(push.audience(), push.serviceAccount(), push.keys(), clock), intake));
  }
}
