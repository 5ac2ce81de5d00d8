/**
 * The packaged worker in a process of its own, with real Kafka and real PostgreSQL: what only a
 * real process can prove, above all what a crash leaves behind.
 */
@NullMarked
package dev.rekey.it;

import org.jspecify.annotations.NullMarked;
