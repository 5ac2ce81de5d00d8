/**
 * Apache Kafka, by its own client library. {@link dev.rekey.connector.kafka.SaslAnswers}, {@link
 * dev.rekey.connector.kafka.TokenLogin} and {@link dev.rekey.connector.kafka.TrustedEngines} are
 * made by name.
 */
@NullMarked
package dev.rekey.connector.kafka;

import org.jspecify.annotations.NullMarked;
