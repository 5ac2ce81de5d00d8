/**
 * The main job end to end on real parts: Kafka, PostgreSQL, and the packaged worker, each in a
 * process of its own. Run by {@code make demo}.
 */
@NullMarked
package dev.rekey.demo;

import org.jspecify.annotations.NullMarked;
