package dev.rekey.api.connect;

import io.grpc.Status;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** An error of the Connect protocol: an HTTP status, and a JSON body with a code and a message. */
record ConnectError(int httpStatus, Status.Code code, String message) {

  static ConnectError of(Status status) {
    String description = status.getDescription();
    return new ConnectError(
        httpStatus(status.getCode()), status.getCode(), description == null ? "" : description);
  }

  static ConnectError invalid(String message) {
    return of(Status.INVALID_ARGUMENT.withDescription(message));
  }

  static ConnectError unimplemented(String message) {
    return of(Status.UNIMPLEMENTED.withDescription(message));
  }

  static ConnectError unknownProcedure() {
    return new ConnectError(404, Status.Code.UNIMPLEMENTED, "there is no such procedure");
  }

  static ConnectError streams() {
    return unimplemented("the procedure streams, and is served over gRPC alone");
  }

  static ConnectError wrongMethod() {
    return new ConnectError(405, Status.Code.UNIMPLEMENTED, "procedures are called by POST");
  }

  static ConnectError wrongContentType() {
    return new ConnectError(
        415,
        Status.Code.INVALID_ARGUMENT,
        "content-type: is neither application/json nor application/proto");
  }

  Buffer body() {
    return new JsonObject()
        .put(
            "code",
            code == Status.Code.CANCELLED ? "canceled" : code.name().toLowerCase(Locale.ROOT))
        .put("message", message)
        .toBuffer();
  }

  private static int httpStatus(Status.Code code) {
    return switch (code) {
      case OK -> 200;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
    };
  }
}
