/** What becomes of a line of the log before it is written: fields, and no flood of repeats. */
@NullMarked
package dev.rekey.ops.logging;

import org.jspecify.annotations.NullMarked;
