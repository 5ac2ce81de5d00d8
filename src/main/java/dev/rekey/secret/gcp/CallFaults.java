package dev.rekey.secret.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ErrorDetails;
import com.google.api.gax.rpc.StatusCode;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RetryInfo;
import dev.rekey.google.GoogleEndpoint;
import dev.rekey.google.GoogleLogin;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.GoogleSecretName;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says in our own words what a failed call means, and what mends it: Google's words may hold
 * anything.
 */
final class CallFaults {
  private final GoogleSecretName name;
  private final GoogleEndpoint endpoint;
  private final Permission permission;

  CallFaults(GoogleSecretName name, GoogleEndpoint endpoint, Permission permission) {
    this.name = name;
    this.endpoint = endpoint;
    this.permission = permission;
  }

  <T> Outcome<T> of(Throwable failure) {
    boolean notReadable =
        failure instanceof ApiException answer
            && answer.getStatusCode().getCode() == StatusCode.Code.FAILED_PRECONDITION
            && !isKeyFault(answer);
    return notReadable ? new Outcome.NotReadable<>() : new Outcome.Failed<>(reason(failure));
  }

  private FetchResult.Failed reason(Throwable failure) {
    if (isLoginRefused(failure)) {
      return denied("the credentials are expired, revoked or not accepted: " + GoogleLogin.FIX);
    }
    return failure instanceof ApiException answer
        ? reason(answer)
        : unavailable("could not be asked: " + failure.getClass().getSimpleName());
  }

  private FetchResult.Failed reason(ApiException failure) {
    StatusCode.Code code = failure.getStatusCode().getCode();
    return switch (code) {
      case PERMISSION_DENIED -> isKeyFault(failure) ? keyDenied() : permissionDenied(failure);
      case FAILED_PRECONDITION -> keyDenied();
      case NOT_FOUND -> missing("is not there");
      case INVALID_ARGUMENT, OUT_OF_RANGE -> missing("is no name that Google takes");
      case RESOURCE_EXHAUSTED ->
          new FetchResult.Throttled(
              about("cannot be read: " + endpoint + " asks to slow down, a quota is used up"),
              wait(failure));
      case UNAVAILABLE -> unavailable("cannot be reached");
      case DEADLINE_EXCEEDED -> unavailable("did not answer in time");
      case INTERNAL,
          UNKNOWN,
          ABORTED,
          DATA_LOSS,
          CANCELLED,
          UNIMPLEMENTED,
          UNAUTHENTICATED,
          ALREADY_EXISTS,
          OK ->
          unavailable("failed with " + code);
    };
  }

  static boolean isLoginRefused(Throwable failure) {
    return GoogleLogin.isRefused(failure)
        || (failure instanceof ApiException answer
            && answer.getStatusCode().getCode() == StatusCode.Code.UNAUTHENTICATED);
  }

  FetchResult.Failed noCredentials() {
    return denied("no application default credentials; " + GoogleLogin.FIX);
  }

  FetchResult.Failed interrupted() {
    return new FetchResult.Unavailable(about("was not read before the interrupt"));
  }

  FetchResult.Failed keyDenied() {
    return denied(
        "its Cloud KMS key cannot be used: enable the key, and grant"
            + " roles/cloudkms.cryptoKeyEncrypterDecrypter on it to the service agent of Secret"
            + " Manager");
  }

  private FetchResult.Failed permissionDenied(ApiException failure) {
    boolean disabled =
        detail(failure, ErrorDetails::getErrorInfo)
            .filter(info -> info.getReason().equals("SERVICE_DISABLED"))
            .isPresent();
    return denied(
        disabled
            ? "the API secretmanager.googleapis.com is not enabled in the project"
            : "it needs " + permission.on(name) + ", or there is no such project");
  }

  /** Google decrypts with the user's key where there is one, and says so in the details at most. */
  private static boolean isKeyFault(ApiException failure) {
    Stream<String> info =
        detail(failure, ErrorDetails::getErrorInfo).stream().flatMap(CallFaults::words);
    Stream<String> violations =
        detail(failure, ErrorDetails::getPreconditionFailure).stream()
            .map(PreconditionFailure::getViolationsList)
            .flatMap(violated -> violated.stream().flatMap(CallFaults::words));
    return Stream.concat(info, violations)
        .map(word -> word.toLowerCase(Locale.ROOT))
        .anyMatch(word -> word.contains("kms") || word.contains("cryptokey"));
  }

  private static Stream<String> words(ErrorInfo info) {
    return Stream.concat(
        Stream.of(info.getReason(), info.getDomain()), info.getMetadataMap().values().stream());
  }

  private static Stream<String> words(PreconditionFailure.Violation violation) {
    return Stream.of(violation.getType(), violation.getSubject());
  }

  private static Optional<Duration> wait(ApiException failure) {
    return detail(failure, ErrorDetails::getRetryInfo)
        .map(RetryInfo::getRetryDelay)
        .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
  }

  private static <D> Optional<D> detail(
      ApiException failure, Function<ErrorDetails, @Nullable D> which) {
    try {
      return Optional.ofNullable(failure.getErrorDetails()).map(which);
    } catch (RuntimeException _) {
      // They come from outside, and are not what they say.
      return Optional.empty();
    }
  }

  private FetchResult.Failed denied(String why) {
    return new FetchResult.Denied(about("may not be read: " + why));
  }

  private FetchResult.Failed missing(String what) {
    return new FetchResult.Missing(about(what));
  }

  private FetchResult.Failed unavailable(String what) {
    return new FetchResult.Unavailable(about("cannot be read: " + endpoint + " " + what));
  }

  private String about(String what) {
    return name.secret() + " " + what;
  }
}
