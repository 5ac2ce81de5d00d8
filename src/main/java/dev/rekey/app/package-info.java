/**
 * The composition root: makes every part, gives it what it needs, starts and stops it. May depend
 * on everything; nothing depends on it.
 */
@NullMarked
package dev.rekey.app;

import org.jspecify.annotations.NullMarked;
