/** Endpoints that are topics of Kafka. Depends on {@code notification}. */
@NullMarked
package dev.rekey.notification.kafka;

import org.jspecify.annotations.NullMarked;
