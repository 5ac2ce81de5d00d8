/**
 * The embedded registry of data sources: their rows, their config sealed value by value, and the
 * audit. Depends on {@code datasource}, {@code connector}, {@code secret} and {@code store}.
 */
@NullMarked
package dev.rekey.datasource.registry;

import org.jspecify.annotations.NullMarked;
