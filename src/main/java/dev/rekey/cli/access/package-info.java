/** Who calls, what they may do and did, and the secrets of their environment. */
@NullMarked
package dev.rekey.cli.access;

import org.jspecify.annotations.NullMarked;
