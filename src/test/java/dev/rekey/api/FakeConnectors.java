package dev.rekey.api;

import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.Secret;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Connectors that look at the config alone: the host decides what a test comes to. */
final class FakeConnectors {
  /** A test of this host lasts until its thread is interrupted. */
  static final String HANGING_HOST = "hanging.example";

  private static final Secret GOOD_PASSWORD = Secret.of("good");

  private static final AtomicInteger HANGING = new AtomicInteger();

  private FakeConnectors() {}

  /** How many tests of the hanging host are under way. */
  static int hanging() {
    return HANGING.get();
  }

  static Connector of(Kind kind) {
    return (config, deadline) -> {
      if (Secret.of(HANGING_HOST).equals(config.get("PGHOST"))) {
        return hang();
      }
      return GOOD_PASSWORD.equals(config.get("PGPASSWORD"))
          ? new TestResult.Passed("connected")
          : new TestResult.Refused("db.example:5432 refused the password (28P01)");
    };
  }

  private static TestResult hang() {
    HANGING.incrementAndGet();
    try {
      new CountDownLatch(1).await();
      throw new IllegalStateException("unreachable");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new TestResult.TimedOut("interrupted");
    } finally {
      HANGING.decrementAndGet();
    }
  }
}
