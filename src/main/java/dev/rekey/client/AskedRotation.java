package dev.rekey.client;

/**
 * A rotation that was asked for.
 *
 * @param dataSource the name of the data source
 * @param joined whether it was waiting already, and carries what was asked for along
 */
public record AskedRotation(String rotationId, String dataSource, boolean joined) {}
