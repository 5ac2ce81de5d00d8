package dev.rekey.app;

import dev.rekey.app.config.RekeyConfig;
import dev.rekey.app.config.Settings;
import dev.rekey.aws.AwsAccess;
import dev.rekey.event.CurrentVersions;
import dev.rekey.event.EventDecoder;
import dev.rekey.event.EventSource;
import dev.rekey.event.Intake;
import dev.rekey.event.TracedNews;
import dev.rekey.event.directory.DirectoryEventSource;
import dev.rekey.event.kafka.CloudEventDecoder;
import dev.rekey.event.kafka.KafkaEventSource;
import dev.rekey.event.pubsub.PubsubEventSource;
import dev.rekey.event.pubsub.SecretManagerEventDecoder;
import dev.rekey.event.sqs.AwsEventDecoder;
import dev.rekey.event.sqs.SqsEventSource;
import dev.rekey.event.sqs.SqsQueue;
import dev.rekey.event.sqs.SqsSettings;
import dev.rekey.ops.EventSources;
import dev.rekey.ops.SecretProblems;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.Bindings;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.VersionResult;
import dev.rekey.secret.directory.DirectorySecretStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The event sources that the configuration asks for, and what reads their messages. */
final class EventProducers {
  /** The decoders by the name of their source; of sources that are not in use too. */
  @Produces
  @Singleton
  Map<String, EventDecoder> decoders() {
    return Map.of(
        KafkaEventSource.NAME, new TracedNews(new CloudEventDecoder()),
        SqsEventSource.NAME, new TracedNews(new AwsEventDecoder()),
        PubsubEventSource.NAME, new TracedNews(new SecretManagerEventDecoder()));
  }

  /** How queues are reached: a poll takes longer than any call to a secret store may. */
  record QueueAccess(AwsAccess aws) {}

  @Produces
  @Singleton
  QueueAccess queueAccess(Settings settings) {
    RekeyConfig.Events.Sqs sqs = settings.config().events().sqs();
    return new QueueAccess(
        CloudAccess.aws(sqs.endpoint(), sqs.role(), SqsSettings.DEFAULT.deadlines()));
  }

  void close(@Disposes QueueAccess access) {
    access.aws().close();
  }

  @Produces
  @Singleton
  EventSources sources(
      Settings settings,
      Bindings bindings,
      DirectorySecretStore directory,
      SecretProblems problems,
      MeterRegistry meters,
      SecretStore secrets,
      Intake intake,
      InstantSource clock,
      RandomGenerator random,
      Instance<KafkaEventSource> kafka,
      Instance<QueueAccess> queues) {
    RekeyConfig.Events events = settings.config().events();
    List<EventSource> sources = new ArrayList<>();
    if (events.directory().enabled()) {
      DirectoryEventSource watched =
          new DirectoryEventSource(
              settings.config().secretStores().directory().path(),
              bindings::secrets,
              SecretProducers.watched(SecretRef.Scheme.DIR, directory, problems, meters),
              intake,
              events.directory().rescan(),
              clock,
              random);
      bindings.follow(watched::boundOthers);
      sources.add(watched);
    }
    if (events.kafka().enabled()) {
      sources.add(kafka.get());
    }
    Intake versioned = new CurrentVersions(intake, currentVersions(bindings, secrets));
    for (SqsQueue queue : settings.clouds().queues()) {
      sources.add(
          new SqsEventSource(queue, SqsSettings.DEFAULT, queues.get().aws(), versioned, clock));
    }
    for (String subscription : settings.clouds().subscriptions()) {
      sources.add(
          new PubsubEventSource(
              subscription,
              settings.clouds().pubsub(),
              CloudAccess.googleCredentials(),
              intake,
              clock));
    }
    return new EventSources(sources);
  }

  /** Of the bound secret, whatever the news calls it: nobody is asked for any other. */
  private static Function<SecretRef, Optional<SecretVersion>> currentVersions(
      Bindings bindings, SecretStore secrets) {
    return told ->
        bindings.of(told).stream()
            .map(Binding::secret)
            .findFirst()
            .flatMap(
                secret ->
                    switch (secrets.currentVersion(secret)) {
                      case VersionResult.Current(SecretVersion version) -> Optional.of(version);
                      case FetchResult.Failed _ -> Optional.empty();
                    });
  }
}
