/** Commands for rotations, bindings and the quarantine. */
@NullMarked
package dev.rekey.cli.rotation;

import org.jspecify.annotations.NullMarked;
