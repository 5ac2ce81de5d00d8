package dev.rekey.event;

import java.util.Arrays;

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

  /** News about a secret that no rotation follows from; acknowledged. */
  public record Noted(Notice notice) implements Content {}

  /**
   * Well-formed, and nothing to Rekey: it speaks of something else, or of what changes no value.
   * Counted and acknowledged.
   *
   * @param type what kind of message it is; of few different values
   */
  public record Ignored(String type) implements Content {}

  /**
   * Nothing that can be acted on; kept in quarantine.
   *
   * @param type what the message said it was, or {@code unknown}
   * @param reason why, for a person; never holds a part of the body
   * @param attributes what came beside the body; none where they were too large
   * @param body the message as it came; kept encrypted, because it may hold anything
   * @param cut whether it was larger than what is kept, so that it cannot be decoded again
   */
  public record Undecodable(
      String type, String reason, Attributes attributes, byte[] body, boolean cut)
      implements Content {
    /** The most that is kept of a body, in bytes. */
    public static final int MAX_BODY = 64 * 1024;

    private static final int MAX_ATTRIBUTES = 64;
    private static final int MAX_ATTRIBUTE_BYTES = 16 * 1024;

    /** Keeps of a message as much as there is room for. */
    public static Undecodable of(String type, String reason, Attributes attributes, byte[] body) {
      boolean roomForAttributes =
          attributes.count() <= MAX_ATTRIBUTES && attributes.size() <= MAX_ATTRIBUTE_BYTES;
      return new Undecodable(
          type,
          reason,
          roomForAttributes ? attributes : Attributes.NONE,
          Arrays.copyOf(body, Math.min(body.length, MAX_BODY)),
          !roomForAttributes || body.length > MAX_BODY);
    }
  }
}
