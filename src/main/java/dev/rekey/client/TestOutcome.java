package dev.rekey.client;

import java.time.Duration;

/**
 * Whether a data source can be used.
 *
 * @param message what happened, for a person
 * @param latency how long the test took; zero when the server did not say
 */
public record TestOutcome(boolean success, String message, Duration latency) {}
