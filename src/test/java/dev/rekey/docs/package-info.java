/** Pages of {@code docs} that are made from what the code knows, and a check that they are. */
@NullMarked
package dev.rekey.docs;

import org.jspecify.annotations.NullMarked;
