package dev.rekey.connector.support.aws;

import dev.rekey.connector.support.AwsTokens;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * Tokens that are URLs, signed by the SDK and called by nobody: the other side checks the
 * signature. See <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html">IAM
 * logins of RDS</a> and <a href="https://github.com/aws/aws-msk-iam-auth">of MSK</a>.
 */
public final class SignedTokens implements AwsTokens {
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final int HTTPS = 443;

  private final Egress egress;
  private final AwsAmbient ambient;
  private final Clock clock;

  public SignedTokens(Egress egress, AwsAmbient ambient, InstantSource clock) {
    this.egress = egress;
    this.ambient = ambient;
    this.clock = clock.withZone(ZoneOffset.UTC);
  }

  /** The URL without its scheme. */
  @Override
  public Made rds(Endpoint at, String user, String region, Optional<String> roleArn) {
    Call call =
        new Call(
            "rds-db", at, Map.of("Action", "connect", "DBUser", user), region, "PG_AWS_REGION");
    return made(call, roleArn, url -> url.substring("https://".length()));
  }

  /** The URL in base64, with the name of who made it. */
  @Override
  public Made msk(String region, Optional<String> roleArn) {
    Call call =
        new Call(
            "kafka-cluster",
            new Endpoint("kafka." + region + ".amazonaws.com", HTTPS, "KAFKA_AWS_REGION"),
            Map.of("Action", "kafka-cluster:Connect"),
            region,
            "KAFKA_AWS_REGION");
    return made(
        call,
        roleArn,
        url ->
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((url + "&User-Agent=rekey").getBytes(StandardCharsets.UTF_8)));
  }

  /** What a token allows. */
  private record Call(
      String service, Endpoint at, Map<String, String> query, String region, String regionKey) {}

  private Made made(Call call, Optional<String> role, Function<String, String> form) {
    var config =
        new AwsConfig(
            call.region(),
            Optional.empty(),
            role,
            Optional.empty(),
            new AwsConfig.Keys(call.regionKey(), call.regionKey(), call.regionKey()));
    try (var session = new AwsSession(egress, ambient, config, SILENCE)) {
      try {
        return new Token(Secret.of(form.apply(signed(call, session.credentials()))));
      } catch (SdkException e) {
        return new NotMade(
            new AwsErrors(session.at("sts"), config.keys(), "sts:AssumeRole", call.regionKey())
                .outcome(e));
      }
    }
  }

  private String signed(Call call, AwsCredentials credentials) {
    SdkHttpRequest request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.GET)
            .protocol("https")
            .host(call.at().host())
            .port(call.at().port())
            .encodedPath("/")
            .applyMutation(builder -> call.query().forEach(builder::putRawQueryParameter))
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            sign ->
                sign.identity(credentials)
                    .request(request)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, call.service())
                    .putProperty(AwsV4HttpSigner.REGION_NAME, call.region())
                    .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, LIFETIME)
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock))
        .request()
        .getUri()
        .toString();
  }
}
