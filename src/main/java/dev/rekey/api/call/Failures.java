package dev.rekey.api.call;

import dev.rekey.datasource.InvalidFieldException;
import io.grpc.Status;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** What a caller is told about an exception, and what the log is told. */
final class Failures {
  private static final Logger LOGGER = Logger.getLogger(Failures.class);

  private final RandomGenerator random;

  Failures(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The answer to an exception that a call ended with.
   *
   * @param unexpected the code for one that nobody reckons with
   */
  Status statusOf(Throwable failure, String method, Status unexpected) {
    return switch (failure) {
      case InvalidFieldException invalid ->
          Status.INVALID_ARGUMENT.withDescription(invalid.getMessage());
      case MalformedRequestException malformed ->
          Status.INVALID_ARGUMENT.withDescription(malformed.getMessage());
      case OversizedRequestException oversized ->
          Status.RESOURCE_EXHAUSTED.withDescription(oversized.getMessage());
      default -> unexpected(failure, method, unexpected);
    };
  }

  private Status unexpected(Throwable failure, String method, Status status) {
    String reference = HexFormat.of().toHexDigits(random.nextInt());
    LOGGER.errorf(
        "call failed method=%s reference=%s trace=%s",
        method, reference, Traces.withoutMessages(failure));
    return status.withDescription("internal error, reference " + reference);
  }
}
