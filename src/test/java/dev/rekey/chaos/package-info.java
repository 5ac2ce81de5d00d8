/**
 * The packaged worker under a stream of events while it is killed and its world goes wrong, and the
 * proof from the recordings of a target that it came out right. Run by {@code make chaos}; {@code
 * make load} measures the same worker under a burst.
 *
 * <p>What is known of the worker's own words (its states, its audit) is in {@link
 * dev.rekey.chaos.WorkerView} and {@link dev.rekey.chaos.RotationRecord}.
 */
@NullMarked
package dev.rekey.chaos;

import org.jspecify.annotations.NullMarked;
