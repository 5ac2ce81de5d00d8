package dev.rekey.ops.tracing;

import dev.rekey.datasource.Connectors;
import dev.rekey.event.Intake;
import dev.rekey.rotation.Journal;
import dev.rekey.rotation.RotationCommands;
import dev.rekey.rotation.RotationObserver;
import dev.rekey.secret.SecretStore;
import io.opentelemetry.api.trace.Tracer;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts spans around the ports through which a rotation goes. Where nobody collects traces, each
 * port stays as it is, and costs nothing more.
 */
public final class Tracing {
  private final Optional<Spans> spans;

  /**
   * @param tracer empty where nobody collects traces
   */
  public Tracing(Optional<Tracer> tracer) {
    this.spans = tracer.map(Spans::new);
  }

  public Intake intake(Intake intake) {
    return around(intake, on -> new TracedIntake(on, intake));
  }

  public Journal journal(Journal journal) {
    return around(journal, on -> new TracedJournal(on, journal));
  }

  public RotationCommands commands(RotationCommands commands) {
    return around(commands, on -> new TracedCommands(on, commands));
  }

  public RotationObserver observer(RotationObserver observer) {
    return around(observer, _ -> new TracedObserver(observer));
  }

  /**
   * @param provider the name of the store in spans
   */
  public SecretStore secrets(String provider, SecretStore store) {
    return around(store, on -> new TracedSecretStore(on, provider, store));
  }

  public Connectors connectors(Connectors connectors) {
    return around(connectors, on -> new TracedConnectors(on, connectors));
  }

  private <T> T around(T port, Function<Spans, T> traced) {
    return spans.map(traced).orElse(port);
  }
}
