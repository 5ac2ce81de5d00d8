/**
 * Sweeps in a database: their lease, how far they are, and what they found. Depends on {@code
 * sweep}, {@code datasource}, {@code connector} and {@code store}.
 */
@NullMarked
package dev.rekey.sweep.journal;

import org.jspecify.annotations.NullMarked;
