/**
 * Makes a copy of the worker that stands still at a chosen point, so that a test can kill it there,
 * and whose clock can be put wrong and whose secret stores can be put out of order. What the copy
 * calls at run time depends on the JDK alone. The worker that is shipped knows nothing of it.
 */
@NullMarked
package dev.rekey.testing.failpoint;

import org.jspecify.annotations.NullMarked;
