/**
 * A Java agent that makes a worker stand still at a chosen point, so that a test can kill it there.
 * Packed into a jar by the test; runs in the worker's JVM and depends on the JDK alone. The worker
 * that is shipped knows nothing of it.
 */
@NullMarked
package dev.rekey.it.agent;

import org.jspecify.annotations.NullMarked;
