/**
 * The journal in a database: rotations as they stand, their steps, the events that bindings have
 * seen, what bindings settled on, and the quarantine. Depends on {@code rotation}, {@code event},
 * {@code datasource}, {@code secret} and {@code store}.
 */
@NullMarked
package dev.rekey.rotation.journal;

import org.jspecify.annotations.NullMarked;
