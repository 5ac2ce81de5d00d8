/**
 * The outbox in a database. Depends on {@code notification}, {@code rotation} and {@code store}.
 */
@NullMarked
package dev.rekey.notification.outbox;

import org.jspecify.annotations.NullMarked;
