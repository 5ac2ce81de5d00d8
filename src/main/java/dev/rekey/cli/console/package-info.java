/**
 * What all commands share: what surrounds them, the way to the server, what they print, and how
 * they end. Knows no command.
 */
@NullMarked
package dev.rekey.cli.console;

import org.jspecify.annotations.NullMarked;
