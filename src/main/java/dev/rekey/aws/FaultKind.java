package dev.rekey.aws;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/** What a failure is, by its type, its code and its status. */
public enum FaultKind {
  THROTTLED,
  DENIED,
  ROLE_DENIED,
  NO_CREDENTIALS,
  CREDENTIALS_EXPIRED,
  CREDENTIALS_INVALID,
  CLOCK_WRONG,
  KEY_DENIED,
  KEY_DISABLED,
  KEY_DELETED,
  KEY_MISSING,
  KEY_FAILED,
  NOT_FOUND,
  REFUSED,
  SERVER_FAILED,
  INTERRUPTED,
  TIMED_OUT,
  HOST_UNKNOWN,
  TLS_FAILED,
  UNREACHABLE,
  CLIENT_FAILED;

  private static final Set<String> ALSO_THROTTLED =
      Set.of("LimitExceededException", "OverLimit", "KmsThrottled", "KMS.ThrottlingException");
  private static final Set<String> DENIALS =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "AuthorizationError",
          "NotAuthorized",
          "UnauthorizedOperation");
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired");
  private static final Set<String> INVALID =
      Set.of(
          "AuthFailure",
          "IncompleteSignature",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "InvalidToken",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "OptInRequired",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");
  private static final Set<String> CLOCK =
      Set.of("RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed");
  private static final Set<String> ABSENT =
      Set.of(
          "AWS.SimpleQueueService.NonExistentQueue",
          "QueueDoesNotExist",
          "ResourceNotFoundException");

  /** The only sign by which Secrets Manager tells a missing kms:Decrypt from its own denial. */
  private static final String KEY_DENIAL = "Access to KMS is not allowed";

  /** What a failed call means. */
  public static FaultKind of(SdkException failure) {
    // On a virtual thread the interrupt closes the socket, and shows as a broken connection.
    if (failure instanceof AbortedException || Thread.currentThread().isInterrupted()) {
      return INTERRUPTED;
    }
    return failure instanceof AwsServiceException answer ? ofAnswer(answer) : ofSilence(failure);
  }

  /** The code of an answer; empty when it had none. */
  public static String code(SdkException failure) {
    return failure instanceof AwsServiceException answer
        ? details(answer).map(AwsErrorDetails::errorCode).orElse("")
        : "";
  }

  private static Optional<AwsErrorDetails> details(AwsServiceException answer) {
    return Optional.ofNullable(answer.awsErrorDetails());
  }

  private static FaultKind ofAnswer(AwsServiceException answer) {
    String code = code(answer);
    if (answer.isThrottlingException() || ALSO_THROTTLED.contains(code)) {
      return THROTTLED;
    }
    if (EXPIRED.contains(code)) {
      return CREDENTIALS_EXPIRED;
    }
    if (INVALID.contains(code)) {
      return CREDENTIALS_INVALID;
    }
    if (CLOCK.contains(code)) {
      return CLOCK_WRONG;
    }
    if (code.startsWith("Kms") || code.startsWith("KMS") || code.startsWith("DecryptionFailure")) {
      return ofKey(code);
    }
    if (ABSENT.contains(code)) {
      return NOT_FOUND;
    }
    if (DENIALS.contains(code) || answer.statusCode() == 401 || answer.statusCode() == 403) {
      return ofDenial(answer);
    }
    return answer.statusCode() >= 500 || code.startsWith("Internal") ? SERVER_FAILED : REFUSED;
  }

  private static FaultKind ofKey(String code) {
    if (code.contains("AccessDenied")) {
      return KEY_DENIED;
    }
    if (code.contains("Disabled")) {
      return KEY_DISABLED;
    }
    if (code.contains("InvalidState")) {
      return KEY_DELETED;
    }
    return code.contains("NotFound") ? KEY_MISSING : KEY_FAILED;
  }

  private static FaultKind ofDenial(AwsServiceException answer) {
    if (answer instanceof StsException) {
      return ROLE_DENIED;
    }
    boolean byKey =
        details(answer).map(AwsErrorDetails::errorMessage).filter(KEY_DENIAL::equals).isPresent();
    return byKey ? KEY_DENIED : DENIED;
  }

  private static FaultKind ofSilence(SdkException failure) {
    if (failure instanceof ApiCallTimeoutException
        || failure instanceof ApiCallAttemptTimeoutException
        || hasCause(failure, SocketTimeoutException.class)) {
      return TIMED_OUT;
    }
    if (hasCause(failure, NoCredentialsException.class)) {
      return NO_CREDENTIALS;
    }
    if (hasCause(failure, UnknownHostException.class)) {
      return HOST_UNKNOWN;
    }
    if (hasCause(failure, SSLException.class)) {
      return TLS_FAILED;
    }
    return hasCause(failure, IOException.class) ? UNREACHABLE : CLIENT_FAILED;
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .anyMatch(type::isInstance);
  }
}
