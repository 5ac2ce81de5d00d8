package dev.rekey.event;

/**
 * One message as a source received it.
 *
 * @param source the name of the {@link EventSource}
 * @param position where it stood there, for a person, such as {@code secret-rotations/0@17}
 * @param content what the message turned out to be
 */
public record Delivery(String source, String position, Content content) {

  /** What a message turned out to be. */
  public sealed interface Content {}

  /** News about a secret. */
  public record Decoded(RotationEvent event) implements Content {}

  /**
   * Nothing that can be acted on; kept in quarantine.
   *
   * @param type what the message said it was, or {@code unknown}
   * @param reason why, for a person; never holds a part of the body
   * @param body the message as it came, possibly cut; kept encrypted, because it may hold anything
   */
  public record Undecodable(String type, String reason, byte[] body) implements Content {}
}
