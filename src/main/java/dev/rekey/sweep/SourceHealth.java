package dev.rekey.sweep;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;

/**
 * How one data source is.
 *
 * @param id that of the data source
 */
public record SourceHealth(String id, DataSourceRef dataSource, Kind kind, Health health) {}
