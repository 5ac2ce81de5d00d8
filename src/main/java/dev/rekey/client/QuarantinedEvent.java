package dev.rekey.client;

import java.time.Instant;

/**
 * A message that the worker could not decode.
 *
 * @param source the event source that received it
 * @param position where it stood there, such as topic, partition and offset
 * @param sizeBytes the size of its body
 */
public record QuarantinedEvent(
    String id, String source, String reason, Instant receivedAt, String position, long sizeBytes) {}
