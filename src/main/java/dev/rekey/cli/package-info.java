/**
 * The {@code rekey} command, on the Java client. A command is a class in the package of its noun,
 * and a line in {@link dev.rekey.cli.CommandTree}. Of the worker it knows the catalogue of kinds
 * alone: which keys are secrets has to be known before a value is taken from an argument, and the
 * API does not say it. Starts without Quarkus.
 */
@NullMarked
package dev.rekey.cli;

import org.jspecify.annotations.NullMarked;
