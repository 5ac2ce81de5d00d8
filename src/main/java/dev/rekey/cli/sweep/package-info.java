/** The periodic checks, what they found, and the freeze. */
@NullMarked
package dev.rekey.cli.sweep;

import org.jspecify.annotations.NullMarked;
