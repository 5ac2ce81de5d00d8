package dev.rekey.sweep;

import java.time.Duration;

/**
 * How a kind of sweep goes over an environment.
 *
 * @param jitter each begins up to this much later, so that workers and environments do not begin
 *     together
 * @param spread over which part of the time until the next one the load is spread: 0 to 1
 */
public record SweepPlan(String environment, Schedule schedule, Duration jitter, double spread) {}
