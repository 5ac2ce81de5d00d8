/** The command line against a server in memory, and against the worker. */
@NullMarked
package dev.rekey.cli;

import org.jspecify.annotations.NullMarked;
