/**
 * ClickHouse, by its native protocol: the port that a config names is the one of that protocol, and
 * ClickHouse's own Java clients speak HTTP alone.
 *
 * <p>What is spoken is the little that a login and a query without parameters need, as <a
 * href="https://clickhouse.com/docs/interfaces/specs/NativeProtocol">the specification</a> has it,
 * in the revision that {@link dev.rekey.connector.clickhouse.NativeSession} names. Needs neither
 * reflection nor resources in a native image.
 */
@NullMarked
package dev.rekey.connector.clickhouse;

import org.jspecify.annotations.NullMarked;
