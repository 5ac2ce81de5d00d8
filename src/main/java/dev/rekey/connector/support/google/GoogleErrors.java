package dev.rekey.connector.support.google;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.NetworkFaults;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * What a failed call of gRPC means for a test: by its status and the types of its causes, never by
 * its text.
 *
 * @param thingKey the config key that names what is called
 * @param permission that the call needs, such as {@code spanner.databases.select}
 */
public record GoogleErrors(Endpoint at, String thingKey, String permission) {
  public TestResult outcome(StatusRuntimeException failure) {
    Status.Code code = failure.getStatus().getCode();
    String where = at + " (" + code + ")";
    return switch (code) {
      case UNAUTHENTICATED -> new Refused(where + " refused the credentials");
      case PERMISSION_DENIED ->
          new NotPermitted(where + " does not let these credentials use it: allow " + permission);
      case NOT_FOUND, INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE ->
          new Misconfigured(thingKey, thingKey + ": " + where + " has no such thing");
      case DEADLINE_EXCEEDED, CANCELLED -> new TimedOut("no answer from " + at);
      case UNAVAILABLE, UNKNOWN, INTERNAL ->
          NetworkFaults.outcome(failure, at)
              .orElseGet(() -> new Unreachable(where + " is not able to serve now"));
      case OK, ALREADY_EXISTS, RESOURCE_EXHAUSTED, ABORTED, UNIMPLEMENTED, DATA_LOSS ->
          new Unreachable(where + " is not able to serve now");
    };
  }
}
