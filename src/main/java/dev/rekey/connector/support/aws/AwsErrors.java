package dev.rekey.connector.support.aws;

import dev.rekey.aws.FaultKind;
import dev.rekey.aws.NoCredentialsException;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.NetworkFaults;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a failed call to AWS means for a test: by code, status and exception type, never by its
 * text.
 *
 * @param at the service
 * @param keys the config keys that outcomes are blamed on
 * @param permission that the call needs, such as {@code kinesis:DescribeStreamSummary}
 * @param thingKey the config key that names what is called
 */
public record AwsErrors(Endpoint at, AwsConfig.Keys keys, String permission, String thingKey) {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._]{1,60}");

  public TestResult outcome(SdkException failure) {
    return failure instanceof AwsServiceException answer ? ofAnswer(answer) : ofSilence(failure);
  }

  private TestResult ofAnswer(AwsServiceException answer) {
    String where = "%s (%s, HTTP %d)".formatted(at, code(answer), answer.statusCode());
    return switch (FaultKind.of(answer)) {
      case CREDENTIALS_INVALID -> new Refused(where + " does not accept the access key");
      case CREDENTIALS_EXPIRED -> new Refused(where + " says that the credentials have expired");
      case DENIED, KEY_DENIED ->
          new NotPermitted(where + " does not let these credentials call " + permission);
      case ROLE_DENIED ->
          new NotPermitted(where + " does not let these credentials assume the role");
      case NOT_FOUND, REFUSED ->
          new Misconfigured(thingKey, thingKey + ": " + where + " has no such thing");
      case CLOCK_WRONG ->
          new Unreachable(where + " finds the request out of date: set the clock of this machine");
      case THROTTLED -> new Unreachable(where + " asks to slow down");
      case INTERRUPTED, TIMED_OUT -> new TimedOut("no answer from " + at);
      case KEY_DISABLED, KEY_DELETED, KEY_MISSING, KEY_FAILED ->
          new NotPermitted(where + " cannot use the KMS key of it");
      case NO_CREDENTIALS, SERVER_FAILED, HOST_UNKNOWN, TLS_FAILED, UNREACHABLE, CLIENT_FAILED ->
          new Unreachable(where + " is not able to serve now");
    };
  }

  private TestResult ofSilence(SdkException failure) {
    if (NetworkFaults.has(failure, NoCredentialsException.class)) {
      return new Misconfigured(
          keys.id(),
          keys.id()
              + " is missing, and there are no AWS credentials in the environment, a profile, a web"
              + " identity, or the metadata of the container or the machine");
    }
    return NetworkFaults.outcome(failure, at)
        .orElseGet(
            () ->
                FaultKind.of(failure) == FaultKind.INTERRUPTED
                    ? new TimedOut("no answer from " + at)
                    : new Unreachable(at + " does not answer as AWS"));
  }

  /** The code comes from outside: only what has the shape of one is passed on. */
  private static String code(AwsServiceException answer) {
    String code = FaultKind.code(answer);
    return CODE.matcher(code).matches() ? code : "no code";
  }
}
