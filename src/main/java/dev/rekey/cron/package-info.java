/**
 * When something recurs, by cron expressions. Depends on {@code rotation}, {@code sweep} and
 * cron-utils.
 */
@NullMarked
package dev.rekey.cron;

import org.jspecify.annotations.NullMarked;
