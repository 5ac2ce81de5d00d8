/** What describes the command line itself. */
@NullMarked
package dev.rekey.cli.help;

import org.jspecify.annotations.NullMarked;
