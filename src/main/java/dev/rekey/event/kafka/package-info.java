/**
 * Events from a Kafka topic, as CloudEvents. May depend on {@code event}, {@code secret}, Jackson,
 * the Kafka client, and on SmallRye Reactive Messaging with the CDI that this needs.
 */
@NullMarked
package dev.rekey.event.kafka;

import org.jspecify.annotations.NullMarked;
