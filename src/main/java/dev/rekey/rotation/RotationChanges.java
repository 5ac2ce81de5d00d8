package dev.rekey.rotation;

import dev.rekey.rotation.RotationLog.Mark;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has changed in an environment since it was told last. Holds no rotation, only how far each
 * was when it was told: those that are open, and of those that have ended the newest.
 *
 * <p>A rotation is told as it stands when it is asked for, whatever happened in between. One that
 * was open when it was told is told again whenever it has changed, until it has ended. One that
 * begins and ends unseen is found by its id, which grows with time: ids of the last two minutes are
 * looked at again, because the clock of another worker may be late. That goes back no further than
 * {@value #MOST_ENDED} rotations, so that neither memory nor time grow with the load.
 *
 * <p>Not thread-safe. Calls block while they read the journal.
 */
public final class RotationChanges {
  static final Duration OVERLAP = Duration.ofMinutes(2);
  static final int MOST_ENDED = 5000;
  private static final Duration BETWEEN_LOOKS_BACK = Duration.ofSeconds(1);
  private static final int MARKS_AT_ONCE = 1000;

  private final RotationLog log;
  private final String environment;
  private final InstantSource clock;
  private final Map<String, Long> open = new HashMap<>();
  private final NavigableMap<String, Long> ended = new TreeMap<>();
  // What has ended and has an id up to this one is forgotten, and not looked at again.
  private String floor;
  // All with an id up to this one have been told, apart from those that are late.
  private String cursor;
  private Instant lookedBack;

  /** From now on: what has ended has been told, and so has what is open. */
  public RotationChanges(RotationLog log, String environment, InstantSource clock) {
    this.log = log;
    this.environment = environment;
    this.clock = clock;
    this.lookedBack = clock.instant();
    this.floor = TimeOrderedIds.leastAt(lookedBack.minus(OVERLAP));
    this.cursor = floor;
    log.openMarks(environment).forEach(this::told);
    List<Mark> page;
    do {
      page = log.marksAfter(environment, cursor, MARKS_AT_ONCE);
      for (Mark mark : page) {
        told(mark);
        cursor = mark.id();
      }
      forget();
    } while (page.size() == MARKS_AT_ONCE);
  }

  /** Takes what is open for untold. */
  public void untellOpen() {
    open.replaceAll((id, sequence) -> 0L);
  }

  /**
   * Rotations that have changed, smallest id first.
   *
   * @param limit at most this many, at least 1; the others are left for the next time
   */
  public List<RotationRecord> next(int limit) {
    Set<String> changed = changedOpen();
    changedSince(from(), changed, limit);
    List<String> first = changed.stream().limit(limit).toList();
    List<RotationRecord> records = log.find(environment, first);
    Set<String> gone = new HashSet<>(first);
    records.forEach(record -> gone.remove(record.id()));
    open.keySet().removeAll(gone);
    return records.stream().sorted(Comparator.comparing(RotationRecord::id)).toList();
  }

  /** Remembers that a rotation has been told. */
  public void told(RotationRecord rotation) {
    told(new Mark(rotation.id(), rotation.sequence(), !rotation.state().isFinal()));
  }

  private void told(Mark mark) {
    if (mark.open()) {
      open.put(mark.id(), mark.sequence());
    } else {
      open.remove(mark.id());
      ended.put(mark.id(), mark.sequence());
    }
  }

  /** Open ones that have changed or are new, and those that were open and are not any more. */
  private Set<String> changedOpen() {
    Set<String> changed = new TreeSet<>(open.keySet());
    for (Mark mark : log.openMarks(environment)) {
      if (isNews(mark)) {
        changed.add(mark.id());
      } else {
        changed.remove(mark.id());
      }
    }
    return changed;
  }

  private void changedSince(String from, Set<String> changed, int limit) {
    String position = from;
    boolean allTold = true;
    List<Mark> page;
    do {
      page = log.marksAfter(environment, position, MARKS_AT_ONCE);
      for (Mark mark : page) {
        position = mark.id();
        if (isNews(mark)) {
          changed.add(mark.id());
          allTold = false;
        } else if (allTold && position.compareTo(cursor) > 0) {
          cursor = position;
        }
      }
    } while (page.size() == MARKS_AT_ONCE && changed.size() < limit);
    forget();
  }

  private boolean isNews(Mark mark) {
    long known = open.getOrDefault(mark.id(), ended.getOrDefault(mark.id(), 0L));
    return mark.sequence() > known;
  }

  /** The cursor, and from time to time a look back. */
  private String from() {
    Instant now = clock.instant();
    if (Duration.between(lookedBack, now).abs().compareTo(BETWEEN_LOOKS_BACK) < 0) {
      return cursor;
    }
    lookedBack = now;
    // A clock that is set back must not bring back what was told and forgotten.
    floor = greater(floor, TimeOrderedIds.leastAt(now.minus(OVERLAP)));
    return lesser(floor, cursor);
  }

  /** What is not looked at again. */
  private void forget() {
    ended.headMap(lesser(floor, cursor), true).clear();
    while (ended.size() > MOST_ENDED && ended.firstKey().compareTo(cursor) <= 0) {
      floor = greater(floor, ended.pollFirstEntry().getKey());
    }
  }

  private static String greater(String one, String other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static String lesser(String one, String other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
