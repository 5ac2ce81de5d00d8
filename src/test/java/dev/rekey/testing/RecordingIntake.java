package dev.rekey.testing;

import dev.rekey.event.Delivery;
import dev.rekey.event.Intake;
import dev.rekey.event.RotationEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what it is given; can be told to refuse, or to hold its callers. */
public final class RecordingIntake implements Intake {
  private final List<List<Delivery>> batches = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusalsLeft = new AtomicInteger();
  private final List<List<Delivery>> refused = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  @Override
  public void accept(List<Delivery> deliveries) {
    calls.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while held", e);
    }
    if (refusalsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      refused.add(List.copyOf(deliveries));
      throw new IllegalStateException("refused by the test");
    }
    batches.add(List.copyOf(deliveries));
  }

  /** Refuses the next calls, so many of them. */
  public void refuse(int calls) {
    refusalsLeft.set(calls);
  }

  /** Holds every call from now on, until the release. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  public void release() {
    gate.countDown();
  }

  /** Forgets everything, and neither refuses nor holds any more. */
  public void reset() {
    release();
    refusalsLeft.set(0);
    calls.set(0);
    batches.clear();
    refused.clear();
  }

  /** How many calls there were, with those that are held. */
  public int calls() {
    return calls.get();
  }

  public List<List<Delivery>> batches() {
    return List.copyOf(batches);
  }

  public List<List<Delivery>> refused() {
    return List.copyOf(refused);
  }

  public List<Delivery> deliveries() {
    return batches.stream().flatMap(List::stream).toList();
  }

  /** The events among the deliveries, in their order. */
  public List<RotationEvent> events() {
    return events(deliveries());
  }

  /** The events among these deliveries, in their order. */
  public static List<RotationEvent> events(List<Delivery> deliveries) {
    return deliveries.stream()
        .map(Delivery::content)
        .filter(Delivery.Decoded.class::isInstance)
        .map(decoded -> ((Delivery.Decoded) decoded).event())
        .toList();
  }
}
