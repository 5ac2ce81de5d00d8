package dev.rekey.app;

import dev.rekey.app.config.Settings;
import dev.rekey.rotation.Freezes;
import dev.rekey.rotation.TimeOrderedIds;
import dev.rekey.rotation.journal.JdbcFreezes;
import dev.rekey.store.Database;
import dev.rekey.sweep.HealthLog;
import dev.rekey.sweep.Healths;
import dev.rekey.sweep.SweepLog;
import dev.rekey.sweep.Sweeps;
import dev.rekey.sweep.journal.JdbcHealths;
import dev.rekey.sweep.journal.JdbcSweepLog;
import dev.rekey.sweep.journal.SweepLeases;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The sweeps, what they find, and what keeps rotations from beginning. */
final class SweepProducers {
  @Produces
  @Singleton
  @Typed({SweepLog.class, Sweeps.class})
  JdbcSweepLog sweepLog(Settings settings, Database database, TimeOrderedIds ids) {
    SweepLeases leases =
        switch (settings.config().store().kind()) {
          case SQLITE -> SweepLeases.ALONE;
          case POSTGRESQL -> new SweepLeases(Optional.of(settings.config().worker().lease()));
        };
    return new JdbcSweepLog(database, leases, ids.get());
  }

  @Produces
  @Singleton
  @Typed({Healths.class, HealthLog.class})
  JdbcHealths healths(Database database) {
    return new JdbcHealths(database);
  }

  @Produces
  @Singleton
  Freezes freezes(Database database) {
    return new JdbcFreezes(database);
  }
}
