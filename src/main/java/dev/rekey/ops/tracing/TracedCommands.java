package dev.rekey.ops.tracing;

import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationCommand;
import dev.rekey.rotation.RotationCommands;
import dev.rekey.rotation.RotationInput;
import dev.rekey.secret.Freshness;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.Optional;

/** A span for each step of a rotation; what the step calls is inside it. */
record TracedCommands(Spans spans, RotationCommands commands) implements RotationCommands {
  @Override
  public Optional<RotationInput> run(Rotation rotation, RotationCommand command, Freshness fresh)
      throws InterruptedException {
    Span span = spans.of(rotation, name(command)).startSpan();
    try (Scope _ = span.makeCurrent()) {
      Optional<RotationInput> input = commands.run(rotation, command, fresh);
      span.setAttribute(Spans.OUTCOME, input.map(TracedCommands::outcome).orElse("taken over"));
      return input;
    } catch (RuntimeException e) {
      Spans.broke(span, e);
      throw e;
    } finally {
      span.end();
    }
  }

  private static String name(RotationCommand command) {
    return switch (command) {
      case RotationCommand.Plan _ -> "map";
      case RotationCommand.Preflight _ -> "preflight";
      case RotationCommand.Write _ -> "update";
      case RotationCommand.Verify _ -> "verify";
      case RotationCommand.Probe _ -> "probe";
      case RotationCommand.Restore _ -> "rollback";
      case RotationCommand.Reach _ -> "reach";
    };
  }

  private static String outcome(RotationInput input) {
    return input
        .verdict()
        .map(Spans::label)
        .orElseGet(
            () ->
                switch (input) {
                  case RotationInput.Planned _ -> "planned";
                  case RotationInput.NothingToDo _ -> "nothing to do";
                  case RotationInput.Impossible _ -> "impossible";
                  case RotationInput.StoreUnavailable _ -> "secret store unavailable";
                  case RotationInput.Written written ->
                      written.conflicts().isEmpty() ? "written" : "conflict";
                  case RotationInput.DataSourceGone _ -> "data source gone";
                  case RotationInput.Outdated _ -> "outdated";
                  case RotationInput.Tested _, RotationInput.Probed _, RotationInput.Restored _ ->
                      "tested";
                });
  }
}
