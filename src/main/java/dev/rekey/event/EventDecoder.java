package dev.rekey.event;

/** Finds out what the messages of a source say. Thread-safe. */
@FunctionalInterface
public interface EventDecoder {
  /** Decodes a message, whatever its bytes are; never throws. */
  Delivery.Content decode(Attributes attributes, byte[] body);
}
