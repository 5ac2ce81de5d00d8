/**
 * The periodic checks: whether each data source answers, and whether each bound secret was carried
 * to where it belongs. What is missed by events is found here.
 *
 * <p>Plain Java, without clock, sleep or chance of its own; its adapters are in the sub-packages.
 */
@NullMarked
package dev.rekey.sweep;

import org.jspecify.annotations.NullMarked;
