package dev.rekey.event.pubsub;

import dev.rekey.google.GoogleEndpoint;
import dev.rekey.google.GoogleLogin;
import io.grpc.Status;

/** Says in our own words why nothing can be pulled, and what mends it. */
final class PullProblem {
  private final String subscription;
  private final GoogleEndpoint endpoint;

  PullProblem(String subscription, GoogleEndpoint endpoint) {
    this.subscription = subscription;
    this.endpoint = endpoint;
  }

  String noCredentials() {
    return about("there are no application default credentials; " + GoogleLogin.FIX);
  }

  String failed(Throwable failure) {
    return about("Google's client failed with " + failure.getClass().getSimpleName());
  }

  /** Whether it is the credentials that are refused. */
  static boolean isOfCredentials(Status status) {
    return status.getCode() == Status.Code.UNAUTHENTICATED
        || GoogleLogin.isRefused(status.getCause());
  }

  String of(Status status) {
    if (isOfCredentials(status)) {
      return loginRefused();
    }
    return switch (status.getCode()) {
      case NOT_FOUND -> about("there is no such subscription");
      case PERMISSION_DENIED ->
          about(
              "it needs pubsub.subscriptions.consume on the subscription (role"
                  + " roles/pubsub.subscriber), or there is no such project");
      case UNAUTHENTICATED -> loginRefused();
      case FAILED_PRECONDITION -> about("it is not one to pull from, or it is detached");
      case RESOURCE_EXHAUSTED -> about(endpoint + " asks to slow down, a quota is used up");
      case UNAVAILABLE -> about(endpoint + " cannot be reached");
      case DEADLINE_EXCEEDED -> about(endpoint + " did not answer in time");
      case OK,
          CANCELLED,
          UNKNOWN,
          INVALID_ARGUMENT,
          ALREADY_EXISTS,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          INTERNAL,
          DATA_LOSS ->
          about(endpoint + " failed with " + status.getCode());
    };
  }

  private String loginRefused() {
    return about("the credentials are expired, revoked or not accepted: " + GoogleLogin.FIX);
  }

  private String about(String why) {
    return subscription + " cannot be pulled from: " + why;
  }
}
