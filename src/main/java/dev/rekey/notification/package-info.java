/**
 * Notifications: what others are told of how rotations end and of how data sources are, to whom,
 * and how it gets there although they are away for a while. Plain Java: depends on {@code rotation}
 * and {@code datasource}.
 *
 * <p>What is to be told is written to the {@link dev.rekey.notification.Outbox} together with what
 * it tells of; a {@link dev.rekey.notification.Courier} for each endpoint carries it out. The
 * outbox's adapter is in {@code notification.outbox}, those of the channels are in {@code
 * notification.webhook} and {@code notification.kafka}.
 */
@NullMarked
package dev.rekey.notification;

import org.jspecify.annotations.NullMarked;
