/**
 * How a data source of each kind is reached and proved. Plain Java: depends on {@code secret}
 * alone.
 *
 * <p>One sub-package per kind, each with the same rooms: the connector, its spec, its error table.
 * What they share is in {@code support}.
 */
@NullMarked
package dev.rekey.connector;

import org.jspecify.annotations.NullMarked;
