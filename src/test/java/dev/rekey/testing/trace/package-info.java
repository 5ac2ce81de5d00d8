/**
 * A Java agent that writes down what a worker asks of its JVM that a native executable has to be
 * told of beforehand. The tests build its jar; it runs inside the worker's JVM.
 */
@NullMarked
package dev.rekey.testing.trace;

import org.jspecify.annotations.NullMarked;
