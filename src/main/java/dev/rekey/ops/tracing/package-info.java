/**
 * Tells of each rotation in one trace of OpenTelemetry, from the event to the verdict. Decorates
 * the ports that it goes through; never holds a value.
 */
@NullMarked
package dev.rekey.ops.tracing;

import org.jspecify.annotations.NullMarked;
