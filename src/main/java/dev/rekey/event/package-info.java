/**
 * News that secrets have new versions, and the sources it comes from. Plain Java: depends on {@code
 * secret} and, to read what was sent, on Jackson.
 *
 * <p>Adapters live in one sub-package per source.
 */
@NullMarked
package dev.rekey.event;

import org.jspecify.annotations.NullMarked;
