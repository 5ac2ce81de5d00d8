/**
 * A Java agent that makes a worker stand still at a chosen point, so that a test can kill it there,
 * and that can put its clock wrong and its secret stores out of order. Packed into a jar by the
 * test; runs in the worker's JVM and depends on the JDK alone. The worker that is shipped knows
 * nothing of it.
 */
@NullMarked
package dev.rekey.testing.agent;

import org.jspecify.annotations.NullMarked;
