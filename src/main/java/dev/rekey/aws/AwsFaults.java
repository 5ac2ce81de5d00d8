package dev.rekey.aws;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in our own words what a failed call means, and what mends it. */
final class AwsFaults {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern NOT_OF_A_CODE = Pattern.compile("[^A-Za-z0-9._]");
  private static final int LONGEST_CODE = 60;

  private final AwsCall call;
  private final String place;
  private final String role;

  /**
   * @param endpoint that stands in the place of AWS's own, or nothing
   * @param role that is assumed, or nothing
   */
  AwsFaults(AwsCall call, String endpoint, String role) {
    this.call = call;
    this.place =
        call.service() + " in " + call.region() + (endpoint.isEmpty() ? "" : " at " + endpoint);
    this.role = role;
  }

  AwsFault of(SdkException failure) {
    return switch (FaultKind.of(failure)) {
      case THROTTLED ->
          new AwsFault.Throttled(about(place + " asks to slow down"), retryAfter(failure));
      case DENIED -> denied(missingPermission());
      case ROLE_DENIED ->
          denied(
              "the role "
                  + role
                  + " may not be assumed: allow sts:AssumeRole on it, and let its trust policy"
                  + " name who asks");
      case NO_CREDENTIALS ->
          denied(
              "no AWS credentials in the environment, a profile, a web identity, or the metadata of"
                  + " the container or the machine: provide one of these");
      case CREDENTIALS_EXPIRED -> denied("the AWS credentials have expired: renew them");
      case CREDENTIALS_INVALID ->
          denied(
              "the AWS credentials are not accepted: check the access key and its secret, whether"
                  + " the key is active, and the clock of this machine");
      case CLOCK_WRONG -> denied("the request is out of date: set the clock of this machine");
      case KEY_DENIED -> denied("its KMS key may not be used: allow kms:Decrypt on that key");
      case KEY_DISABLED -> denied("its KMS key is disabled: enable the key");
      case KEY_DELETED ->
          denied("its KMS key is pending deletion or cannot be used: cancel the deletion");
      case KEY_MISSING -> denied("its KMS key does not exist: encrypt it with another key");
      case KEY_FAILED ->
          denied(
              "it cannot be decrypted: allow kms:Decrypt on its KMS key, and see that the key is"
                  + " enabled and not pending deletion");
      case NOT_FOUND ->
          new AwsFault.Missing(
              about("it is not known to " + place + ": check its name, region and account"));
      case REFUSED -> refused(failure);
      case SERVER_FAILED -> unavailable(place + " failed" + label(failure));
      case INTERRUPTED -> interrupted();
      case TIMED_OUT -> unavailable(place + " did not answer in time");
      case HOST_UNKNOWN ->
          unavailable("the host of " + place + " is not known: check the region and the DNS");
      case TLS_FAILED -> unavailable("there is no trusted TLS connection to " + place);
      case UNREACHABLE -> unavailable(place + " cannot be reached");
      case CLIENT_FAILED ->
          unavailable(
              place
                  + " could not be asked, or was not understood: "
                  + root(failure).getSimpleName());
    };
  }

  private String missingPermission() {
    return "allow "
        + call.permission()
        + " on it"
        + (call.decrypts() ? ", and kms:Decrypt on its KMS key" : "");
  }

  private AwsFault denied(String what) {
    return new AwsFault.Denied(about(what));
  }

  private AwsFault unavailable(String what) {
    return new AwsFault.Unavailable(about(what));
  }

  private AwsFault interrupted() {
    Thread.currentThread().interrupt();
    return unavailable(place + " was not asked to the end: interrupted");
  }

  private AwsFault refused(SdkException failure) {
    return new AwsFault.Refused(
        about(place + " refused the request" + label(failure)), FaultKind.code(failure));
  }

  private String about(String what) {
    return call.resource() + ": " + what;
  }

  /** The code comes from outside, so it is cut to what a code can be. */
  private static String label(SdkException failure) {
    String code = NOT_OF_A_CODE.matcher(FaultKind.code(failure)).replaceAll("");
    int status = failure instanceof AwsServiceException answer ? answer.statusCode() : 0;
    return (code.isEmpty()
            ? ""
            : " with " + code.substring(0, Math.min(LONGEST_CODE, code.length())))
        + " ("
        + status
        + ")";
  }

  private static Class<?> root(Throwable failure) {
    return failure.getCause() == null ? failure.getClass() : root(failure.getCause());
  }

  private static Optional<Duration> retryAfter(SdkException failure) {
    return failure instanceof AwsServiceException answer
        ? Optional.ofNullable(answer.awsErrorDetails())
            .map(AwsErrorDetails::sdkHttpResponse)
            .flatMap(response -> response.firstMatchingHeader("Retry-After"))
            .filter(SECONDS.asMatchPredicate())
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        : Optional.empty();
  }
}
