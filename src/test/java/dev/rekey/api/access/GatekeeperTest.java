package dev.rekey.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.chalk.server.v1.AuthServiceGrpc;
import com.chalk.server.v1.IntegrationsServiceGrpc;
import com.google.crypto.tink.jwt.JwtMac;
import dev.rekey.api.call.RecordingCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatekeeperTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final List<Environment> ENVIRONMENTS =
      List.of(new Environment("blue", "Blue"), new Environment("green", "Green"));
  private static final ApiClient CLIENT =
      client(EnumSet.of(Permission.SECRETS_LIST), List.of("blue", "green"));

  private final JwtMac key = TestTokens.newKey();
  private final Tokens tokens = TestTokens.tokens(key, InstantSource.fixed(NOON));
  private final List<Caller> admitted = new ArrayList<>();

  @Test
  void callInOrderReachesItsServiceWithItsCaller() {
    Optional<Status> refusal = call(CLIENT, list(), headers(bearer(CLIENT), "green"));

    assertThat(refusal).isEmpty();
    assertThat(admitted).containsExactly(caller("green"));
  }

  private static Caller caller(String environment) {
    return new Caller("ci", environment, EnumSet.of(Permission.SECRETS_LIST));
  }

  @Test
  void tokenExchangeNeedsNoToken() {
    Gatekeeper gatekeeper =
        new Gatekeeper(
            new Clients(List.of(), List.of()), tokens, Issuers.NONE, new CallRates(10, () -> 0));
    RecordingCall<?, ?> call = new RecordingCall<>(AuthServiceGrpc.getGetTokenMethod());
    List<String> reached = new ArrayList<>();

    start(gatekeeper, call, new Metadata(), () -> reached.add("service"));

    assertThat(reached).containsExactly("service");
  }

  // Auth failures
  @Test
  void missingTokenIsUnauthenticated() {
    Metadata headers = new Metadata();
    headers.put(Gatekeeper.ENVIRONMENT, "blue");

    assertRefused(
        call(CLIENT, list(), headers),
        Status.Code.UNAUTHENTICATED,
        "there is no authorization header; get a token from GetToken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Basic Y2k6c2VjcmV0", "token"})
  void otherAuthorizationIsUnauthenticated(String authorization) {
    assertRefused(
        call(CLIENT, list(), headers(authorization, "blue")),
        Status.Code.UNAUTHENTICATED,
        "the authorization header is not 'Bearer <token>'");
  }

  @Test
  void forgedTokenIsUnauthenticated() {
    String forged =
        TestTokens.tokens(TestTokens.newKey(), InstantSource.fixed(NOON))
            .issue(CLIENT, Optional.empty())
            .token();

    assertRefused(
        call(CLIENT, list(), headers("Bearer " + forged, "blue")),
        Status.Code.UNAUTHENTICATED,
        "the token is not one of this server's");
  }

  @Test
  void expiredTokenIsUnauthenticated() {
    String expired =
        TestTokens.tokens(key, InstantSource.fixed(NOON.minusSeconds(3600)))
            .issue(CLIENT, Optional.empty())
            .token();

    assertRefused(
        call(CLIENT, list(), headers("Bearer " + expired, "blue")),
        Status.Code.UNAUTHENTICATED,
        "the token has expired");
  }

  @Test
  void tokenOfAClientThatHasLeftTheConfigurationIsUnauthenticated() {
    Clients nobody = new Clients(List.of(), ENVIRONMENTS);

    assertRefused(
        call(nobody, list(), headers(bearer(CLIENT), "blue")),
        Status.Code.UNAUTHENTICATED,
        "the client of the token does not exist any more");
  }

  @Test
  void permissionThatTheClientHasLostIsDeniedAtOnce() {
    ApiClient before = client(EnumSet.allOf(Permission.class), List.of("blue"));
    ApiClient after = client(Set.of(), List.of("blue"));

    assertRefused(
        call(after, list(), headers(bearer(before), "blue")),
        Status.Code.PERMISSION_DENIED,
        "the client does not have the permission secrets.list");
  }

  @Test
  void environmentThatTheClientHasLostIsDeniedAtOnce() {
    ApiClient after = client(EnumSet.allOf(Permission.class), List.of("blue"));

    assertRefused(
        call(after, list(), headers(bearer(CLIENT), "green")),
        Status.Code.PERMISSION_DENIED,
        "x-chalk-env-id: the client has no such environment");
  }

  @ParameterizedTest
  @ValueSource(strings = {"green", "no-such-environment", "BLUE"})
  void environmentOfOthersIsDeniedWhetherItExistsOrNot(String environment) {
    ApiClient blue = client(EnumSet.allOf(Permission.class), List.of("blue"));

    assertRefused(
        call(blue, list(), headers(bearer(blue), environment)),
        Status.Code.PERMISSION_DENIED,
        "x-chalk-env-id: the client has no such environment");
  }

  @Test
  void missingEnvironmentIsAskedForWhereTheClientHasSeveral() {
    Metadata headers = new Metadata();
    headers.put(Gatekeeper.AUTHORIZATION, bearer(CLIENT));

    assertRefused(
        call(CLIENT, list(), headers),
        Status.Code.INVALID_ARGUMENT,
        "x-chalk-env-id: the header with the environment is missing");
  }

  @Test
  void missingEnvironmentIsTheOnlyOneOfTheClient() {
    ApiClient blue = client(EnumSet.allOf(Permission.class), List.of("blue"));
    Metadata headers = new Metadata();
    headers.put(Gatekeeper.AUTHORIZATION, bearer(blue));

    assertThat(call(blue, list(), headers)).isEmpty();
    assertThat(admitted).extracting(Caller::environment).containsExactly("blue");
  }

  @Test
  void missingPermissionIsDeniedByName() {
    assertRefused(
        call(
            CLIENT,
            IntegrationsServiceGrpc.getInsertIntegrationMethod(),
            headers(bearer(CLIENT), "blue")),
        Status.Code.PERMISSION_DENIED,
        "the client does not have the permission secrets.write");
  }

  @Test
  void methodWithoutAnEntryIsNotServed() {
    MethodDescriptor<?, ?> foreign =
        list().toBuilder().setFullMethodName("foreign.Service/Method").build();

    assertRefused(
        call(CLIENT, foreign, headers(bearer(CLIENT), "blue")),
        Status.Code.UNIMPLEMENTED,
        "the method is not served");
  }

  private void assertRefused(Optional<Status> answer, Status.Code code, String message) {
    assertThat(answer).map(Status::getCode).contains(code);
    assertThat(answer).map(Status::getDescription).contains(message);
    assertThat(admitted).isEmpty();
  }

  private Optional<Status> call(ApiClient known, MethodDescriptor<?, ?> method, Metadata headers) {
    return call(new Clients(List.of(known), ENVIRONMENTS), method, headers);
  }

  private Optional<Status> call(Clients known, MethodDescriptor<?, ?> method, Metadata headers) {
    RecordingCall<?, ?> call = new RecordingCall<>(method);
    start(
        new Gatekeeper(known, tokens, Issuers.NONE, new CallRates(10, () -> 0)),
        call,
        headers,
        () -> admitted.add(Caller.current()));
    return call.status();
  }

  private static <Q, R> void start(
      Gatekeeper gatekeeper, RecordingCall<Q, R> call, Metadata headers, Runnable service) {
    ServerCall.Listener<Q> listener =
        gatekeeper
            .<Q, R>guard(
                (admitted, same) -> {
                  service.run();
                  return new ServerCall.Listener<>() {};
                })
            .startCall(call, headers);
    assertThat(listener).isNotNull();
  }

  private String bearer(ApiClient client) {
    return "Bearer " + tokens.issue(client, Optional.empty()).token();
  }

  private static Metadata headers(String authorization, String environment) {
    Metadata headers = new Metadata();
    headers.put(Gatekeeper.AUTHORIZATION, authorization);
    headers.put(Gatekeeper.ENVIRONMENT, environment);
    return headers;
  }

  private static MethodDescriptor<?, ?> list() {
    return IntegrationsServiceGrpc.getListIntegrationsMethod();
  }

  private static ApiClient client(Set<Permission> permissions, List<String> environments) {
    return new ApiClient("ci", SecretDigest.of("secret"), permissions, environments);
  }
}
