/** Data sources and bindings as a file says them: what differs, and how it is made so. */
@NullMarked
package dev.rekey.cli.declare;

import org.jspecify.annotations.NullMarked;
