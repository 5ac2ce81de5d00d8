package dev.rekey.rotation;

import dev.rekey.secret.Freshness;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes whatever it is given, and leaves it alone. */
final class RecordingDriver implements RotationDriver {
  private final List<Rotation> submitted = new CopyOnWriteArrayList<>();

  /** What it was given, in order. */
  List<Rotation> submitted() {
    return submitted;
  }

  @Override
  public void awaitRoom() {}

  @Override
  public Freshness now() {
    return Freshness.since(0);
  }

  @Override
  public void submit(Rotation rotation, Freshness fresh) {
    submitted.add(rotation);
  }
}
