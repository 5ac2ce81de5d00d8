package dev.rekey.datasource;

/**
 * What must still hold when a data source is written to on behalf of a rotation: that it stands at
 * this sequence. A worker that has lost the rotation to another one cannot write any more.
 */
public record Fence(String rotationId, long sequence) {}
