package dev.rekey.connector.support.aws;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What a worker brings to AWS in tests: no credentials, and an endpoint on loopback. */
public final class TestAws {
  private static final AwsCredentialsProvider NONE =
      () -> {
        throw SdkClientException.create("none in the chain");
      };

  private TestAws() {}

  /** With an endpoint at a port of loopback. */
  public static AwsAmbient at(String scheme, int port) {
    return new AwsAmbient(
        NONE, Optional.empty(), Optional.of(URI.create(scheme + "://127.0.0.1:" + port)));
  }

  /** With nothing at all. */
  public static AwsAmbient nowhere() {
    return new AwsAmbient(NONE, Optional.empty(), Optional.empty());
  }

  /** With credentials that a server which checks none takes. */
  public static AwsAmbient anybody(URI endpoint, String region) {
    return new AwsAmbient(
        StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")),
        Optional.of(region),
        Optional.of(endpoint));
  }
}
