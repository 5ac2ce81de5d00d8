package dev.rekey.bench;

import com.chalk.server.v1.AuthServiceGrpc;
import com.chalk.server.v1.GetIntegrationRequest;
import com.chalk.server.v1.GetTokenRequest;
import com.chalk.server.v1.IntegrationConfigValue;
import com.chalk.server.v1.IntegrationsServiceGrpc;
import com.chalk.server.v1.ListIntegrationsRequest;
import com.chalk.server.v1.TestIntegrationRequest;
import com.chalk.server.v1.TestIntegrationResponse;
import com.chalk.server.v1.UpdateIntegrationRequest;
import com.google.protobuf.Empty;
import dev.rekey.client.IntegrationKind;
import dev.rekey.testing.RecordingPostgres;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A worker with data sources at a stand-in for PostgreSQL, the empty service, and clients of both.
 * What a call answers is looked at.
 */
final class ApiRig implements AutoCloseable {
  private static final String ENVIRONMENT = "default";
  private static final String PASSWORD = "a-password";

  private final RecordingPostgres postgres =
      RecordingPostgres.start(login -> login.password().equals(PASSWORD));
  private final EmptyService empty = EmptyService.start();
  private final GrpcProtocol toEmpty = new GrpcProtocol(empty.port(), Map.of());
  private final WorkerProcess worker;
  private final List<Protocol> protocols;
  private final List<String> ids;

  /**
   * @param sources how many data sources there are; at least one for each caller
   */
  ApiRig(int sources) {
    worker =
        WorkerProcess.start(
            "bench-api", WorkerConfig.silent().limited(Map.of("calls-per-second", "1000000")));
    ids = IntStream.range(0, sources).mapToObj(this::create).toList();
    int port = URI.create(worker.apiAddress()).getPort();
    Map<String, String> headers =
        Map.of("authorization", "Bearer " + token(port), "x-chalk-env-id", ENVIRONMENT);
    protocols =
        List.of(
            new GrpcProtocol(port, headers),
            new ConnectProtocol(port, headers, false),
            new ConnectProtocol(port, headers, true));
  }

  List<Protocol> protocols() {
    return protocols;
  }

  void nothing() {
    Empty _ = toEmpty.call(EmptyService.NOTHING, Empty.getDefaultInstance());
  }

  IntConsumer list(Protocol protocol) {
    return caller ->
        check(
            protocol
                    .call(
                        IntegrationsServiceGrpc.getListIntegrationsMethod(),
                        ListIntegrationsRequest.getDefaultInstance())
                    .getIntegrationsCount()
                == ids.size());
  }

  IntConsumer get(Protocol protocol) {
    return caller ->
        check(
            protocol
                .call(
                    IntegrationsServiceGrpc.getGetIntegrationMethod(),
                    GetIntegrationRequest.newBuilder().setIntegrationId(ids.get(caller)).build())
                .getIntegrationWithSecrets()
                .getIntegration()
                .getId()
                .equals(ids.get(caller)));
  }

  /** Each caller has a data source of its own. */
  IntConsumer update(Protocol protocol) {
    return caller ->
        check(
            protocol
                .call(
                    IntegrationsServiceGrpc.getUpdateIntegrationMethod(),
                    UpdateIntegrationRequest.newBuilder()
                        .setIntegrationId(ids.get(caller))
                        .putConfig(
                            "PGPASSWORD",
                            IntegrationConfigValue.newBuilder().setLiteral(PASSWORD).build())
                        .build())
                .getIntegration()
                .getId()
                .equals(ids.get(caller)));
  }

  IntConsumer test(Protocol protocol) {
    return caller -> {
      TestIntegrationResponse tested =
          protocol.call(
              IntegrationsServiceGrpc.getTestIntegrationMethod(),
              TestIntegrationRequest.newBuilder().setIntegrationId(ids.get(caller)).build());
      if (!tested.getSuccess()) {
        throw new IllegalStateException(tested.getMessage());
      }
    };
  }

  private static void check(boolean isRight) {
    if (!isRight) {
      throw new IllegalStateException("The answer is another one than was asked for.");
    }
  }

  private String create(int number) {
    return worker
        .client()
        .datasources()
        .create(
            IntegrationKind.POSTGRESQL,
            "source_" + number,
            Map.of(
                "PGHOST",
                "127.0.0.1",
                "PGPORT",
                String.valueOf(postgres.port()),
                "PGDATABASE",
                "source_" + number,
                "PGUSER",
                "bench",
                "PGSSLMODE",
                "disable",
                "PGPASSWORD",
                PASSWORD))
        .id();
  }

  private String token(int port) {
    Map<String, String> variables = worker.clientVariables();
    try (var protocol = new GrpcProtocol(port, Map.of())) {
      return protocol
          .call(
              AuthServiceGrpc.getGetTokenMethod(),
              GetTokenRequest.newBuilder()
                  .setClientId(variables.get("CHALK_CLIENT_ID"))
                  .setClientSecret(variables.get("CHALK_CLIENT_SECRET"))
                  .build())
          .getAccessToken();
    }
  }

  @Override
  public void close() {
    protocols.forEach(Protocol::close);
    toEmpty.close();
    worker.close();
    empty.close();
    postgres.close();
  }
}
