/** Commands for what others are told of outcomes. */
@NullMarked
package dev.rekey.cli.notification;

import org.jspecify.annotations.NullMarked;
