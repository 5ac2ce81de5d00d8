package dev.rekey.api;

import com.chalk.server.v1.AuthServiceGrpc;
import com.chalk.server.v1.DeleteIntegrationRequest;
import com.chalk.server.v1.GetTokenRequest;
import com.chalk.server.v1.InsertIntegrationRequest;
import com.chalk.server.v1.IntegrationConfigValue;
import com.chalk.server.v1.IntegrationKind;
import com.chalk.server.v1.IntegrationsServiceGrpc;
import com.chalk.server.v1.ListIntegrationsRequest;
import com.chalk.server.v1.TestIntegrationRequest;
import com.chalk.server.v1.UpdateIntegrationRequest;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import java.util.Map;
import java.util.stream.Stream;

/** Every way to call the API wrongly, each with a value that must not be seen again. */
final class BadCalls {
  static final String CANARY = "canary-3f1a";

  /** The id of this data source, and its name, are there before the calls are made. */
  static final String TAKEN = "taken_name";

  private final String takenId;

  BadCalls(String takenId) {
    this.takenId = takenId;
  }

  Stream<BadCall> all(String forged, String expired, String greenOnly, String lister) {
    return Stream.of(
            inserts(),
            updates(),
            tests(),
            BadRequestsOfTheWorker.all(lister),
            callers(forged, expired, greenOnly, lister))
        .flatMap(calls -> calls);
  }

  private static Stream<BadCall> inserts() {
    return Stream.of(
        insert("name with a hyphen", valid().setName("my-source"), "name: may hold letters"),
        insert("empty name", valid().setName(""), "name: is required"),
        insert("long name", valid().setName("a".repeat(129)), "name: is longer than 128"),
        insert("unknown kind", valid().setIntegrationKindValue(99), "integration_kind: is unknown"),
        insert("kind 0", valid().setIntegrationKindValue(0), "integration_kind: is missing"),
        insert(
            "kind that is not served",
            valid().setIntegrationKind(IntegrationKind.INTEGRATION_KIND_OPENAI),
            "integration_kind: OPENAI is not served"),
        insert(
            "missing PGHOST",
            valid().removeConfig("PGHOST"),
            "config: POSTGRESQL also needs PGHOST"),
        insert(
            "empty IntegrationConfigValue",
            valid().putConfig("PGHOST", IntegrationConfigValue.getDefaultInstance()),
            "config.PGHOST: has no value"),
        insert(
            "empty secret_id",
            valid()
                .putConfig("PGHOST", IntegrationConfigValue.newBuilder().setSecretId("").build()),
            "config.PGHOST: has an empty secret_id"),
        insert(
            "value of 1 MB",
            valid().putConfig("PGPASSWORD", literal(CANARY + "x".repeat(1_000_000))),
            "config.PGPASSWORD: has 1000011 bytes; at most 131072 are allowed"),
        insert("key that is no name", valid().putConfig(CANARY, literal("x")), "config: has a key"),
        insert("too many keys", withKeys(valid(), 200), "config: has 205 keys"),
        new BadCall(
            "duplicate name",
            IntegrationsServiceGrpc.getInsertIntegrationMethod(),
            valid().setName(TAKEN).build(),
            Map.of(),
            Code.ALREADY_EXISTS,
            "name: there is a data source taken_name already"),
        new BadCall(
            "broken store",
            IntegrationsServiceGrpc.getInsertIntegrationMethod(),
            valid().setName(FailingDataSources.BROKEN).build(),
            Map.of(),
            Code.INTERNAL,
            "internal error, reference "));
  }

  private Stream<BadCall> updates() {
    UpdateIntegrationRequest.Builder valid =
        UpdateIntegrationRequest.newBuilder().setIntegrationId(takenId);
    return Stream.of(
        update("rename with a hyphen", valid.clone().setName("my-source"), "name: may hold"),
        update(
            "update with an empty value",
            valid.clone().putConfig("PGHOST", IntegrationConfigValue.getDefaultInstance()),
            "config.PGHOST: has no value"),
        update(
            "update with a value of 1 MB",
            valid.clone().putConfig("PGPASSWORD", literal(CANARY + "x".repeat(1_000_000))),
            "config.PGPASSWORD: has 1000011 bytes"),
        update("update to too many keys", withKeys(valid.clone(), 199), "config: has 204 keys"),
        new BadCall(
            "update of an unknown id",
            IntegrationsServiceGrpc.getUpdateIntegrationMethod(),
            UpdateIntegrationRequest.newBuilder()
                .setIntegrationId("no-such-id")
                .putConfig("PGPASSWORD", literal(CANARY))
                .build(),
            Map.of(),
            Code.NOT_FOUND,
            "integration_id: there is no such data source"));
  }

  private Stream<BadCall> tests() {
    MethodDescriptor<?, ?> method = IntegrationsServiceGrpc.getTestIntegrationMethod();
    return Stream.of(
        new BadCall(
            "test of nothing",
            method,
            TestIntegrationRequest.newBuilder().putConfig("PGPASSWORD", literal(CANARY)).build(),
            Map.of(),
            Code.INVALID_ARGUMENT,
            "kind: is missing"),
        new BadCall(
            "test of an unknown id",
            method,
            TestIntegrationRequest.newBuilder().setIntegrationId("no-such-id").build(),
            Map.of(),
            Code.NOT_FOUND,
            "integration_id: there is no such data source"),
        new BadCall(
            "test with another kind",
            method,
            TestIntegrationRequest.newBuilder()
                .setIntegrationId(takenId)
                .setKind(IntegrationKind.INTEGRATION_KIND_MYSQL)
                .build(),
            Map.of(),
            Code.INVALID_ARGUMENT,
            "kind: is not the kind of the data source"));
  }

  private Stream<BadCall> callers(String forged, String expired, String greenOnly, String lister) {
    return Stream.of(
        caller("no token", "", "blue", Code.UNAUTHENTICATED, "there is no authorization header"),
        caller("forged token", forged, "blue", Code.UNAUTHENTICATED, "the token is not one of"),
        caller("no token at all", CANARY, "blue", Code.UNAUTHENTICATED, "the token is not one of"),
        caller("expired token", expired, "blue", Code.UNAUTHENTICATED, "the token has expired"),
        caller(
            "token of another environment",
            greenOnly,
            "blue",
            Code.PERMISSION_DENIED,
            "x-chalk-env-id: the client has no such environment"),
        caller(
            "token without the permission",
            lister,
            "blue",
            Code.PERMISSION_DENIED,
            "the client does not have the permission secrets.write"),
        new BadCall(
            "no environment",
            IntegrationsServiceGrpc.getListIntegrationsMethod(),
            ListIntegrationsRequest.getDefaultInstance(),
            Map.of("x-chalk-env-id", ""),
            Code.INVALID_ARGUMENT,
            "x-chalk-env-id: the header with the environment is missing"),
        new BadCall(
            "delete without the permission",
            IntegrationsServiceGrpc.getDeleteIntegrationMethod(),
            DeleteIntegrationRequest.newBuilder().setId(takenId).build(),
            Map.of("authorization", "Bearer " + lister),
            Code.PERMISSION_DENIED,
            "the client does not have the permission secrets.write"),
        token("wrong secret", "admin", "", Code.UNAUTHENTICATED, "the client id or"),
        token("unknown client", "nobody", "", Code.UNAUTHENTICATED, "the client id or"),
        token(
            "other grant type", "admin", "password", Code.INVALID_ARGUMENT, "grant_type: is not"));
  }

  private static BadCall insert(
      String what, InsertIntegrationRequest.Builder request, String message) {
    return new BadCall(
        what,
        IntegrationsServiceGrpc.getInsertIntegrationMethod(),
        request.build(),
        Map.of(),
        Code.INVALID_ARGUMENT,
        message);
  }

  private static BadCall update(
      String what, UpdateIntegrationRequest.Builder request, String message) {
    return new BadCall(
        what,
        IntegrationsServiceGrpc.getUpdateIntegrationMethod(),
        request.build(),
        Map.of(),
        Code.INVALID_ARGUMENT,
        message);
  }

  private static BadCall caller(
      String what, String token, String environment, Code code, String message) {
    return new BadCall(
        what,
        IntegrationsServiceGrpc.getInsertIntegrationMethod(),
        valid().build(),
        Map.of(
            "authorization",
            token.isEmpty() ? "" : "Bearer " + token,
            "x-chalk-env-id",
            environment),
        code,
        message);
  }

  private static BadCall token(
      String what, String client, String grantType, Code code, String message) {
    Message request =
        GetTokenRequest.newBuilder()
            .setClientId(client)
            .setClientSecret(CANARY)
            .setGrantType(grantType)
            .build();
    return new BadCall(what, AuthServiceGrpc.getGetTokenMethod(), request, Map.of(), code, message);
  }

  /** A request with nothing wrong in it. */
  static InsertIntegrationRequest.Builder valid() {
    return InsertIntegrationRequest.newBuilder()
        .setName("new_name")
        .setIntegrationKind(IntegrationKind.INTEGRATION_KIND_POSTGRESQL)
        .putConfig("PGHOST", literal("db.example"))
        .putConfig("PGPORT", literal("5432"))
        .putConfig("PGDATABASE", literal("shop"))
        .putConfig("PGUSER", literal("reader"))
        .putConfig("PGPASSWORD", literal(CANARY));
  }

  private static InsertIntegrationRequest.Builder withKeys(
      InsertIntegrationRequest.Builder request, int more) {
    for (int key = 0; key < more; key++) {
      request.putConfig("KEY_" + key, literal(CANARY));
    }
    return request;
  }

  private static UpdateIntegrationRequest.Builder withKeys(
      UpdateIntegrationRequest.Builder request, int more) {
    for (int key = 0; key < more; key++) {
      request.putConfig("KEY_" + key, literal(CANARY));
    }
    return request;
  }

  private static IntegrationConfigValue literal(String value) {
    return IntegrationConfigValue.newBuilder().setLiteral(value).build();
  }
}
