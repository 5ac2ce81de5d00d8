package dev.rekey.api.service;

import dev.rekey.api.call.Outflow;
import dev.rekey.rotation.RotationChanges;
import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationRecord;
import dev.rekey.rotation.RotationSignal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Fills streams of rotations, each by the thread of its call. Nothing is kept for a caller who is
 * slow: while there is no room the journal is not read, and what has changed meanwhile is sent as
 * it stands afterwards.
 *
 * <p>What this worker does is sent at once. The journal is read again once in a while even without
 * a signal, because other workers write to it too.
 */
public final class RotationWatches {
  private static final int ROTATIONS_AT_ONCE = 100;

  private final RotationLog log;
  private final RotationSignal signal;
  private final InstantSource clock;
  private final Duration gap;
  private final Duration heartbeat;

  /**
   * @param gap how long at least between two looks at the journal
   * @param heartbeat how long at most
   */
  public RotationWatches(
      RotationLog log,
      RotationSignal signal,
      InstantSource clock,
      Duration gap,
      Duration heartbeat) {
    this.log = log;
    this.signal = signal;
    this.clock = clock;
    this.gap = gap;
    this.heartbeat = heartbeat;
  }

  /**
   * Tells a caller what changes, until its call is ended by somebody else.
   *
   * @param includeOpen whether to begin with what is open
   * @param wanted whether the caller wants a rotation as it stands
   */
  void tell(
      String environment,
      boolean includeOpen,
      Predicate<RotationRecord> wanted,
      Consumer<RotationRecord> caller) {
    Outflow outflow = Outflow.current();
    try (RotationSignal.Subscription news = signal.subscribe(environment)) {
      RotationChanges changes = new RotationChanges(log, environment, clock);
      if (includeOpen) {
        changes.untellOpen();
      }
      outflow.begin();
      while (true) {
        outflow.awaitRoom();
        if (tellNews(changes, outflow, wanted, caller)) {
          news.await(gap, heartbeat);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether that was all. */
  private static boolean tellNews(
      RotationChanges changes,
      Outflow outflow,
      Predicate<RotationRecord> wanted,
      Consumer<RotationRecord> caller)
      throws InterruptedException {
    List<RotationRecord> news = changes.next(ROTATIONS_AT_ONCE);
    for (RotationRecord rotation : news) {
      if (wanted.test(rotation)) {
        if (!outflow.hasRoom()) {
          return false;
        }
        caller.accept(rotation);
      }
      changes.told(rotation);
    }
    return news.size() < ROTATIONS_AT_ONCE;
  }
}
