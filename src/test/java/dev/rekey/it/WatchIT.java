package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.chalk.server.v1.AuthServiceGrpc;
import com.chalk.server.v1.GetTokenRequest;
import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.WatchRotationsRequest;
import dev.rekey.api.v1.WatchRotationsResponse;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationStream;
import dev.rekey.client.WatchFilter;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of those who watch when the worker stops. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchIT {
  private static final String TOPIC = "watched";

  private RotationEvents events;
  private WorkerProcess worker;

  @BeforeAll
  void start() {
    KafkaBroker broker = KafkaBroker.shared();
    events = RotationEvents.newTopic(broker, TOPIC);
    worker =
        WorkerProcess.start(
            "watch",
            WorkerConfig.listening(broker.bootstrapServers(), TOPIC)
                .bind("watched", "no_such_source", Map.of("PGPASSWORD", "/password")));
    worker.writeSecret("watched", "{\"password\": \"new\"}");
  }

  @AfterAll
  void stop() {
    worker.close();
    events.close();
  }

  @Test
  void watchOutlivesTheWorkerThatStops() {
    Map<String, String> variables = worker.clientVariables();
    ManagedChannel channel = channel(variables);
    try (RekeyClient client = RekeyClient.create(variables);
        RotationStream stream = client.rotations().watch(WatchFilter.everything())) {
      CompletableFuture<Boolean> plain = watchPlainly(channel, variables);
      Iterator<Rotation> rotations = stream.iterator();
      String before = events.publish("watched");
      assertThat(endOf(rotations, before).dataSource()).isEqualTo("no_such_source");

      worker.stop();

      assertThat(plain)
          .failsWithin(10, TimeUnit.SECONDS)
          .withThrowableOfType(ExecutionException.class)
          .havingCause()
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              end -> {
                assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                assertThat(end.getStatus().getDescription())
                    .isEqualTo("the server is shutting down");
              });
      worker.restart();
      CompletableFuture<Rotation> next =
          CompletableFuture.supplyAsync(() -> endOf(rotations, events.publish("watched")));
      assertThat(next).succeedsWithin(60, TimeUnit.SECONDS);
    } finally {
      channel.shutdownNow();
    }
  }

  private static Rotation endOf(Iterator<Rotation> rotations, String event) {
    while (true) {
      Rotation rotation = rotations.next();
      if (rotation.eventId().contains(event) && rotation.state().isFinal()) {
        return rotation;
      }
    }
  }

  /** Fails with how the stream ended; never succeeds. */
  private static CompletableFuture<Boolean> watchPlainly(
      ManagedChannel channel, Map<String, String> variables) {
    Iterator<WatchRotationsResponse> responses =
        RotationsServiceGrpc.newBlockingStub(channel)
            .withInterceptors(
                MetadataUtils.newAttachHeadersInterceptor(headers(channel, variables)))
            .watchRotations(WatchRotationsRequest.getDefaultInstance());
    return CompletableFuture.supplyAsync(
        () -> {
          while (responses.hasNext()) {
            responses.next();
          }
          return true;
        });
  }

  private static Metadata headers(ManagedChannel channel, Map<String, String> variables) {
    String token =
        AuthServiceGrpc.newBlockingStub(channel)
            .getToken(
                GetTokenRequest.newBuilder()
                    .setClientId(variables.get("CHALK_CLIENT_ID"))
                    .setClientSecret(variables.get("CHALK_CLIENT_SECRET"))
                    .build())
            .getAccessToken();
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return headers;
  }

  private static ManagedChannel channel(Map<String, String> variables) {
    URI server = URI.create(String.valueOf(variables.get("CHALK_API_SERVER")));
    return NettyChannelBuilder.forAddress(server.getHost(), server.getPort())
        .usePlaintext()
        .build();
  }
}
