package dev.rekey.app;

import dev.rekey.app.config.RekeyConfig;
import dev.rekey.app.config.Settings;
import dev.rekey.event.EventDecoder;
import dev.rekey.event.EventSource;
import dev.rekey.event.Intake;
import dev.rekey.event.directory.DirectoryEventSource;
import dev.rekey.event.kafka.CloudEventDecoder;
import dev.rekey.event.kafka.KafkaEventSource;
import dev.rekey.ops.EventSources;
import dev.rekey.ops.MeteredSecretStore;
import dev.rekey.rotation.Bindings;
import dev.rekey.secret.SecretRef;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The event sources that the configuration asks for, and what reads their messages. */
final class EventProducers {
  /** The decoders by the name of their source; of sources that are not in use too. */
  @Produces
  @Singleton
  Map<String, EventDecoder> decoders() {
    return Map.of(KafkaEventSource.NAME, new CloudEventDecoder());
  }

  @Produces
  @Singleton
  EventSources sources(
      Settings settings,
      Bindings bindings,
      MeteredSecretStore secrets,
      Intake intake,
      InstantSource clock,
      RandomGenerator random,
      Instance<KafkaEventSource> kafka) {
    RekeyConfig config = settings.config();
    List<EventSource> sources = new ArrayList<>();
    boolean bound =
        bindings.secrets().stream().anyMatch(each -> each.scheme() == SecretRef.Scheme.DIR);
    if (config.events().directory().enabled() && bound) {
      sources.add(
          new DirectoryEventSource(
              config.secretStores().directory().path(),
              bindings.secrets(),
              secrets,
              intake,
              config.events().directory().rescan(),
              clock,
              random));
    }
    if (config.events().kafka().enabled()) {
      sources.add(kafka.get());
    }
    return new EventSources(sources);
  }
}
