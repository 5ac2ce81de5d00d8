/**
 * How the parts of the worker are, as values: lazy, cheap, bounded in time, safe to ask at once.
 */
@NullMarked
package dev.rekey.ops.health;

import org.jspecify.annotations.NullMarked;
