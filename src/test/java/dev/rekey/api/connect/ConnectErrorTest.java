package dev.rekey.api.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectErrorTest {
  // The table of the Connect protocol.
  @ParameterizedTest
  @CsvSource({
    "CANCELLED, 499, canceled",
    "UNKNOWN, 500, unknown",
    "INVALID_ARGUMENT, 400, invalid_argument",
    "DEADLINE_EXCEEDED, 504, deadline_exceeded",
    "NOT_FOUND, 404, not_found",
    "ALREADY_EXISTS, 409, already_exists",
    "PERMISSION_DENIED, 403, permission_denied",
    "RESOURCE_EXHAUSTED, 429, resource_exhausted",
    "FAILED_PRECONDITION, 400, failed_precondition",
    "ABORTED, 409, aborted",
    "OUT_OF_RANGE, 400, out_of_range",
    "UNIMPLEMENTED, 501, unimplemented",
    "INTERNAL, 500, internal",
    "UNAVAILABLE, 503, unavailable",
    "DATA_LOSS, 500, data_loss",
    "UNAUTHENTICATED, 401, unauthenticated"
  })
  void codesAreThoseOfTheProtocol(Status.Code code, int httpStatus, String name) {
    ConnectError error = ConnectError.of(code.toStatus().withDescription("why"));

    assertThat(error.httpStatus()).isEqualTo(httpStatus);
    assertThat(error.body()).hasToString("{\"code\":\"" + name + "\",\"message\":\"why\"}");
  }

  @Test
  void errorWithoutADescriptionHasAnEmptyMessage() {
    assertThat(ConnectError.of(Status.NOT_FOUND).body())
        .hasToString("{\"code\":\"not_found\",\"message\":\"\"}");
  }
}
