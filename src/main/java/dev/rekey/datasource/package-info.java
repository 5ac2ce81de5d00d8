/**
 * Data sources: named connections to external systems, their kinds and their config. Plain Java:
 * depends on {@code secret} and {@code connector}.
 *
 * <p>Adapters of {@link dev.rekey.datasource.DataSources} live in sub-packages.
 */
@NullMarked
package dev.rekey.datasource;

import org.jspecify.annotations.NullMarked;
