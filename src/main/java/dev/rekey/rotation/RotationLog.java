package dev.rekey.rotation;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The journal, for reading. Calls block and may be made from many threads at once. */
public interface RotationLog {
  /** The rotations of an environment that match, newest first. */
  List<RotationRecord> list(Query query);

  /** A rotation, or empty for an id that the environment does not have. */
  Optional<RotationRecord> find(String environment, String id);

  /** Those of these rotations that the environment has, in no order. */
  List<RotationRecord> find(String environment, Collection<String> ids);

  /** How far each rotation is that is open in an environment, in no order. */
  List<Mark> openMarks(String environment);

  /**
   * How far the rotations of an environment are, whether open or not, smallest id first.
   *
   * @param id only those with an id greater than this one
   * @param limit at most this many, at least 1
   */
  List<Mark> marksAfter(String environment, String id, int limit);

  /** All transitions of a rotation, oldest first. */
  List<RotationRecord.Step> steps(String id);

  /** What is open or waits for a person. */
  Open open();

  /** The newest messages in quarantine, newest first. */
  List<QuarantinedEvent> quarantine(int limit);

  /** A message in quarantine, or empty for an unknown id. */
  Optional<QuarantinedEvent> quarantined(String id);

  /**
   * How far a rotation is.
   *
   * @param sequence grows with every change
   */
  record Mark(String id, long sequence, boolean open) {}

  /**
   * @param dataSource only those of the data source with this name
   * @param before only those with an id less than this one
   * @param limit at most this many, at least 1
   */
  record Query(
      String environment,
      Optional<String> dataSource,
      Optional<RotationState.Name> state,
      Optional<String> before,
      int limit) {}

  /**
   * Open rotations by state, since when the oldest of them could have gone on (of those that
   * neither are parked nor have to wait, and whose secret was there when it was asked for), and how
   * many messages are in quarantine.
   */
  record Open(Map<RotationState.Name, Long> byState, Optional<Instant> oldest, long quarantined) {}

  /** A message in quarantine, without its body. */
  record QuarantinedEvent(
      String id, String source, String position, String reason, long size, Instant at) {}
}
