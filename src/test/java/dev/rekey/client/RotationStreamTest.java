package dev.rekey.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.rekey.api.v1.GetRotationRequest;
import dev.rekey.api.v1.GetRotationResponse;
import dev.rekey.api.v1.RotationStep;
import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.WatchRotationsRequest;
import dev.rekey.api.v1.WatchRotationsResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RotationStreamTest {
  private static final Duration SOON = Duration.ofMillis(10);

  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final Map<String, dev.rekey.api.v1.RotationState> stored = new ConcurrentHashMap<>();
  private final FakeApi api = FakeApi.serving(service());
  private final RekeyClient client = api.client().build();
  private volatile Status refusal = Status.OK;
  private volatile boolean mute;

  @AfterEach
  void close() {
    client.close();
    api.close();
  }

  @Test
  void rotationsAreTakenInTheOrderOfTheServer() {
    try (RotationStream stream = watch(WatchFilter.everything())) {
      connection(0).tell("r1", RotationState.QUEUED);
      connection(0).tell("r1", RotationState.PREPARED);
      connection(0).tell("r2", RotationState.COMMITTED);

      assertThat(take(stream, 3)).containsExactly("r1 QUEUED", "r1 PREPARED", "r2 COMMITTED");
    }
  }

  @Test
  void filterIsTheServers() {
    try (RotationStream stream =
        watch(
            WatchFilter.everything()
                .ofDataSource("shop")
                .inState(RotationState.FAILED)
                .fromOpen())) {
      assertThat(stream).isNotNull();
    }

    assertThat(connection(0).request)
        .isEqualTo(
            WatchRotationsRequest.newBuilder()
                .setDataSource("shop")
                .setState(dev.rekey.api.v1.RotationState.ROTATION_STATE_FAILED)
                .setIncludeOpen(true)
                .build());
    assertThat(api.calls().getFirst().header("x-chalk-env-id")).isEqualTo("production");
    assertThat(api.calls().getFirst().has("grpc-timeout")).isFalse();
  }

  @Test
  void serverThatGoesAwayIsComeBackToAndWhatIsOpenIsToldAgain() {
    try (RotationStream stream = watch(WatchFilter.everything())) {
      connection(0).tell("r1", RotationState.QUEUED);
      assertThat(take(stream, 1)).containsExactly("r1 QUEUED");
      stored.put("r1", dev.rekey.api.v1.RotationState.ROTATION_STATE_PREPARED);

      connection(0).end(Status.UNAVAILABLE);

      CompletableFuture<List<String>> next = CompletableFuture.supplyAsync(() -> take(stream, 1));
      await().until(() -> connections.size() == 2);
      connection(1).tell("r1", RotationState.PREPARED);
      assertThat(next).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(List.of("r1 PREPARED"));
      assertThat(connection(1).request.getIncludeOpen()).isTrue();
    }
  }

  @Test
  void whatHasEndedWhileTheServerWasAwayIsTold() {
    try (RotationStream stream = watch(WatchFilter.everything())) {
      connection(0).tell("r1", RotationState.QUEUED);
      connection(0).tell("r2", RotationState.QUEUED);
      connection(0).tell("r3", RotationState.COMMITTED);
      take(stream, 3);
      stored.put("r1", dev.rekey.api.v1.RotationState.ROTATION_STATE_ROLLED_BACK);

      connection(0).end(Status.UNAVAILABLE);

      assertThat(take(stream, 1)).containsExactly("r1 ROLLED_BACK");
      connection(1).tell("r4", RotationState.QUEUED);
      assertThat(take(stream, 1)).containsExactly("r4 QUEUED");
    }
  }

  @Test
  void whatWasToldForItsStateAloneIsNotAskedAfter() {
    try (RotationStream stream = watch(WatchFilter.everything().inState(RotationState.QUEUED))) {
      connection(0).tell("r1", RotationState.QUEUED);
      take(stream, 1);
      stored.put("r1", dev.rekey.api.v1.RotationState.ROTATION_STATE_COMMITTED);
      connection(0).end(Status.UNAVAILABLE);
      CompletableFuture<List<String>> next = CompletableFuture.supplyAsync(() -> take(stream, 1));
      await().until(() -> connections.size() == 2);

      connection(1).tell("r2", RotationState.QUEUED);

      assertThat(next).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(List.of("r2 QUEUED"));
      assertThat(api.calls()).extracting(FakeApi.Call::method).containsOnly("WatchRotations");
    }
  }

  @Test
  void serverThatStaysAwayIsTriedAgain() {
    try (RotationStream stream = watch(WatchFilter.everything())) {
      refusal = Status.UNAVAILABLE;
      connection(0).end(Status.UNAVAILABLE);
      CompletableFuture<List<String>> next = CompletableFuture.supplyAsync(() -> take(stream, 1));
      await().until(() -> api.calls().size() > 3);

      refusal = Status.OK;

      await().until(() -> connections.size() == 2);
      connection(1).tell("r1", RotationState.QUEUED);
      assertThat(next).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(List.of("r1 QUEUED"));
    }
  }

  @Test
  void refusalIsThrownByTheWatchItself() {
    refusal = Status.PERMISSION_DENIED.withDescription("no");

    assertThatExceptionOfType(PermissionDeniedException.class)
        .isThrownBy(() -> watch(WatchFilter.everything()))
        .withMessage("PERMISSION_DENIED: no");
  }

  @Test
  void serverThatIsNotThereIsUnavailable() {
    api.close();

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> watch(WatchFilter.everything()));
  }

  @Test
  void serverThatDoesNotBeginIsUnavailableAfterTheDeadline() {
    mute = true;
    try (RekeyClient impatient = api.client().deadline(Duration.ofSeconds(1)).build()) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> impatient.rotations().watch(WatchFilter.everything()))
          .withMessageContaining("did not answer in time");
    }
  }

  @Test
  void failureInBetweenIsThrownWhereItIsTaken() {
    try (RotationStream stream = watch(WatchFilter.everything())) {
      connection(0).tell("r1", RotationState.QUEUED);
      connection(0).end(Status.PERMISSION_DENIED.withDescription("not any more"));
      Iterator<Rotation> rotations = stream.iterator();

      assertThat(rotations.next().id()).isEqualTo("r1");
      assertThatExceptionOfType(PermissionDeniedException.class).isThrownBy(rotations::hasNext);
      assertThat(rotations.hasNext()).isFalse();
    }
  }

  @Test
  void tokenThatTheServerHasForgottenIsReplaced() {
    client.rotations().get("r1");
    api.refusedToken = "token-1";

    try (RotationStream stream = watch(WatchFilter.everything())) {
      connection(0).tell("r1", RotationState.QUEUED);
      assertThat(take(stream, 1)).containsExactly("r1 QUEUED");
    }
    assertThat(api.exchanges()).isEqualTo(2);
  }

  @Test
  void closeEndsTheLoopOfAnotherThreadAndTheCall() {
    RotationStream stream = watch(WatchFilter.everything());
    CompletableFuture<Boolean> more =
        CompletableFuture.supplyAsync(() -> stream.iterator().hasNext());

    stream.close();

    assertThat(more).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(false);
    await().until(() -> connection(0).cancelled);
  }

  @Test
  void clientThatIsClosedEndsItsStreams() {
    RotationStream stream = watch(WatchFilter.everything());
    CompletableFuture<Boolean> more =
        CompletableFuture.supplyAsync(() -> stream.iterator().hasNext());

    client.close();

    assertThat(more).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(false);
  }

  @Test
  void interruptClosesTheStream() {
    RotationStream stream = watch(WatchFilter.everything());
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    stream.forEach(rotation -> thrown.set(new AssertionError(rotation)));
                  } catch (RekeyException e) {
                    thrown.set(e);
                  }
                });

    reader.interrupt();

    await().untilAsserted(() -> assertThat(thrown.get()).hasMessageContaining("interrupted"));
    await().until(() -> connection(0).cancelled);
  }

  private RotationStream watch(WatchFilter filter) {
    return client.rotations().watch(filter, SOON);
  }

  private Connection connection(int number) {
    return connections.get(number);
  }

  private static List<String> take(RotationStream stream, int count) {
    List<String> taken = new ArrayList<>();
    Iterator<Rotation> rotations = stream.iterator();
    while (taken.size() < count) {
      Rotation rotation = rotations.next();
      assertThat(rotation.history()).isEmpty();
      taken.add(rotation.id() + " " + rotation.state());
    }
    return taken;
  }

  private ServerServiceDefinition service() {
    ServerCallHandler<WatchRotationsRequest, WatchRotationsResponse> watch =
        (call, headers) -> {
          call.request(1);
          return new Connection(call);
        };
    return ServerServiceDefinition.builder(RotationsServiceGrpc.SERVICE_NAME)
        .addMethod(RotationsServiceGrpc.getWatchRotationsMethod(), watch)
        .addMethod(
            RotationsServiceGrpc.getGetRotationMethod(), ServerCalls.asyncUnaryCall(this::get))
        .build();
  }

  private void get(GetRotationRequest request, StreamObserver<GetRotationResponse> caller) {
    var rotation =
        dev.rekey.api.v1.Rotation.newBuilder()
            .setId(request.getId())
            .setState(
                stored.getOrDefault(
                    request.getId(), dev.rekey.api.v1.RotationState.ROTATION_STATE_QUEUED))
            .addHistory(RotationStep.getDefaultInstance());
    caller.onNext(GetRotationResponse.newBuilder().setRotation(rotation).build());
    caller.onCompleted();
  }

  /** A stream from the side of the server. */
  private final class Connection extends ServerCall.Listener<WatchRotationsRequest> {
    private final ServerCall<WatchRotationsRequest, WatchRotationsResponse> call;
    private volatile WatchRotationsRequest request = WatchRotationsRequest.getDefaultInstance();
    private volatile boolean cancelled;

    Connection(ServerCall<WatchRotationsRequest, WatchRotationsResponse> call) {
      this.call = call;
    }

    void tell(String id, RotationState state) {
      call.sendMessage(
          WatchRotationsResponse.newBuilder()
              .setRotation(
                  dev.rekey.api.v1.Rotation.newBuilder().setId(id).setState(Wire.state(state)))
              .build());
    }

    void end(Status status) {
      call.close(status, new Metadata());
    }

    @Override
    public void onMessage(WatchRotationsRequest message) {
      request = message;
      if (!refusal.isOk()) {
        end(refusal);
      } else if (!mute) {
        connections.add(this);
        call.sendHeaders(new Metadata());
      }
    }

    @Override
    public void onCancel() {
      cancelled = true;
    }
  }
}
