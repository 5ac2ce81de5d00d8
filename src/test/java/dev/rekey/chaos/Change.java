package dev.rekey.chaos;

import java.util.random.RandomGenerator;

/** What may happen to a secret before an event tells of it. */
public enum Change {
  /** A new version that works; the older ones go on working. */
  GOOD(8),
  /** A new version that works; no older one does any more. */
  GOOD_AND_OLD_DROPPED(3),
  /** A new version that does not work; the older ones go on working. */
  BAD(6),
  /** A new version that does not work, and no older one does any more. */
  BAD_AND_OLD_DROPPED(1),
  /** Nothing: the event tells of what is known. */
  NONE(2);

  private static final int ALL = 20;

  private final int weight;

  Change(int weight) {
    this.weight = weight;
  }

  static Change pick(RandomGenerator random) {
    int left = random.nextInt(ALL);
    for (Change change : values()) {
      left -= change.weight;
      if (left < 0) {
        return change;
      }
    }
    throw new IllegalStateException("the weights do not make up " + ALL);
  }
}
