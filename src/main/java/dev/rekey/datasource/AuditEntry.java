package dev.rekey.datasource;

import java.time.Instant;
import java.util.List;

/**
 * Who did what to which data source. Names keys, never values.
 *
 * @param sequence grows with every entry
 * @param action such as {@code create}, {@code update}, {@code delete}
 * @param keys the config keys concerned, sorted
 * @param result {@code ok}, or why not
 */
public record AuditEntry(
    long sequence,
    Instant at,
    Actor actor,
    String action,
    DataSourceRef dataSource,
    List<String> keys,
    String result) {}
