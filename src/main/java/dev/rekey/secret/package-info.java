/**
 * Secrets and the stores they come from. Plain Java: depends on nothing else of the house.
 *
 * <p>Adapters live in one sub-package per store.
 */
@NullMarked
package dev.rekey.secret;

import org.jspecify.annotations.NullMarked;
