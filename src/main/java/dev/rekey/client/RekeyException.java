package dev.rekey.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * A call did not succeed. The subclasses are the cases a caller may want to tell apart; everything
 * else is this class itself. The message is the server's own and holds no config value.
 */
public class RekeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RekeyException(String message) {
    super(message);
  }

  RekeyException(String message, Throwable cause) {
    super(message, cause);
  }

  static RekeyException of(StatusRuntimeException failure) {
    Status status = failure.getStatus();
    String text = status.getDescription() == null ? "no description" : status.getDescription();
    String message = status.getCode() + ": " + text;
    return switch (status.getCode()) {
      case NOT_FOUND -> new NotFoundException(message, failure);
      case INVALID_ARGUMENT -> new InvalidArgumentException(message, failure);
      case ALREADY_EXISTS -> new AlreadyExistsException(message, failure);
      case PERMISSION_DENIED -> new PermissionDeniedException(message, failure);
      case UNAUTHENTICATED -> new UnauthenticatedException(message, failure);
      case FAILED_PRECONDITION -> new FailedPreconditionException(message, failure);
      case UNIMPLEMENTED -> new UnimplementedException(message, failure);
      case UNAVAILABLE, DEADLINE_EXCEEDED -> new UnavailableException(message, failure);
      case OK, CANCELLED, UNKNOWN, RESOURCE_EXHAUSTED, ABORTED, OUT_OF_RANGE, INTERNAL, DATA_LOSS ->
          new RekeyException(message, failure);
    };
  }
}
