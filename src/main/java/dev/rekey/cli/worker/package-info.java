/** The worker itself: its start, its keys, and what is wrong with it. */
@NullMarked
package dev.rekey.cli.worker;

import org.jspecify.annotations.NullMarked;
