package dev.rekey.app;

import dev.rekey.app.config.Settings;
import dev.rekey.rotation.Pruner;
import dev.rekey.rotation.journal.JdbcRetention;
import dev.rekey.store.Database;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What forgets. */
final class RetentionProducers {
  @Produces
  @Singleton
  Pruner pruner(Settings settings, Database database, InstantSource clock, RandomGenerator random) {
    return new Pruner(
        new JdbcRetention(database),
        Duration.ofDays(settings.config().retention().days()),
        clock,
        Thread::sleep,
        random);
  }
}
