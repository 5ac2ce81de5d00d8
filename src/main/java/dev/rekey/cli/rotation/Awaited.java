package dev.rekey.cli.rotation;

import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Session;
import dev.rekey.client.AskedRotation;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Rotations that were asked for, and what became of them. */
public final class Awaited {
  private static final Duration LOOK = Duration.ofMillis(500);

  @Option(
      names = "--wait",
      description = {
        "Wait until they have ended, or wait themselves for a data source that does not answer;"
            + " ends with 1 unless all are committed or had nothing to do."
      })
  private boolean wait;

  public boolean isWanted() {
    return wait;
  }

  /** Prints them, at their end if that is waited for. */
  public ExitCode report(RekeyClient client, Session session, List<AskedRotation> asked) {
    var items = new ArrayList<Item>();
    boolean good = true;
    for (AskedRotation each : asked) {
      if (wait) {
        Rotation ended = end(client, session, each);
        good &= isGood(ended.state());
        items.add(
            Items.of(each).with("state", ended.state().name()).with("detail", ended.detail()));
      } else {
        items.add(Items.of(each));
      }
    }
    List<Column> columns = wait ? Items.ASKED : Items.ASKED.subList(0, 3);
    session.output().list(items, columns, "No rotation was asked for.");
    return good ? ExitCode.OK : ExitCode.FAILED;
  }

  private static Rotation end(RekeyClient client, Session session, AskedRotation asked) {
    RotationState told = RotationState.UNKNOWN;
    while (true) {
      Rotation rotation = client.rotations().get(asked.rotationId());
      if (rotation.state() != told) {
        told = rotation.state();
        session.progress("%s %s: %s".formatted(asked.dataSource(), told, rotation.detail()));
      }
      if (told.isFinal() || told == RotationState.PARKED) {
        return rotation;
      }
      session.pause(LOOK);
    }
  }

  private static boolean isGood(RotationState state) {
    return state == RotationState.COMMITTED || state == RotationState.UNCHANGED;
  }
}
