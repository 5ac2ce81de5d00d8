package dev.rekey.datasource;

import dev.rekey.connector.TestResult;
import java.time.Duration;

/**
 * The outcome of a test of a data source.
 *
 * @param latency the time of the test alone
 */
public record TestReport(Kind kind, TestResult result, Duration latency) {}
