package dev.rekey.api;

import static dev.rekey.rotation.Rotations.candidate;
import static dev.rekey.rotation.Rotations.carried;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.chalk.server.v1.ListIntegrationsRequest;
import dev.rekey.api.v1.Rotation;
import dev.rekey.api.v1.RotationState;
import dev.rekey.api.v1.WatchRotationsRequest;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.Journal.Appended;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.Rotations;
import dev.rekey.rotation.TimeOrderedIds;
import dev.rekey.testing.FaultProxy;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Those who watch rotations over gRPC: eager ones, slow ones, and ones that go away. */
@QuarkusTest
@TestProfile(ServedApiProfile.class)
class WatchServedTest {
  private static final int STREAMS = ApiLimits.DEFAULT.concurrentStreams();
  private static final int ANY = 1_000_000;
  private static final int SMALL_WINDOW = 4096;
  // Larger than what a small window lets through at once.
  private static final String LONG_DETAIL = "Passed. ".repeat(64);

  private final TimeOrderedIds ids =
      new TimeOrderedIds(InstantSource.system(), RandomGenerator.getDefault());
  private final List<String> open = new ArrayList<>();
  private final List<WatchingClient> watching = new ArrayList<>();
  private ServedApi api;
  private Metadata headers;

  /** What others have left open would be what a watcher is told first. */
  @BeforeEach
  void openClients() {
    ServedApiWiring.JOURNAL.open().forEach(left -> commit(left.id()));
    api = new ServedApi();
    headers = api.headers("admin", "blue");
  }

  @AfterEach
  void closeClients() {
    open.forEach(this::commit);
    watching.forEach(WatchingClient::cancel);
    api.close();
  }

  @Test
  void watcherIsToldWhatBeginsAndWhatItBecomes() {
    WatchingClient watcher = begin(WatchRotationsRequest.getDefaultInstance());
    watcher.take(ANY);

    String id = queue("blue", "watched");

    await().untilAsserted(() -> assertThat(states(watcher, id)).containsExactly("QUEUED"));
    prepare(id);
    await()
        .untilAsserted(() -> assertThat(states(watcher, id)).containsExactly("QUEUED", "PREPARED"));
    commit(id);
    await()
        .untilAsserted(
            () ->
                assertThat(states(watcher, id)).containsExactly("QUEUED", "PREPARED", "COMMITTED"));
    assertThat(watcher.received().getLast())
        .returns("blue", Rotation::getEnvironmentId)
        .returns("watched", Rotation::getDataSource)
        .returns("dir://login", Rotation::getSecret)
        .returns(
            List.of("APPEARS", "CHANGES", "GOES"),
            rotation -> List.copyOf(rotation.getChangedKeysList()));
  }

  @Test
  void watcherIsToldOfItsEnvironmentAndItsFilterAlone() {
    WatchingClient watcher =
        begin(
            WatchRotationsRequest.newBuilder()
                .setDataSource("wanted")
                .setState(RotationState.ROTATION_STATE_COMMITTED)
                .build());
    watcher.take(ANY);

    String foreign = queue("green", "wanted");
    String other = queue("blue", "other");
    String wanted = queue("blue", "wanted");
    Stream.of(foreign, other, wanted).forEach(this::commit);

    await().untilAsserted(() -> assertThat(watcher.received()).hasSize(1));
    assertThat(states(watcher, wanted)).containsExactly("COMMITTED");
  }

  @Test
  void slowReaderGetsTheNewestStatesAndTheServerStaysHealthy() {
    String first = queue("blue", "first");
    try (Connection slow = Connection.to(api.port(), SMALL_WINDOW)) {
      WatchingClient reader =
          begin(slow.channel, WatchRotationsRequest.newBuilder().setIncludeOpen(true).build());
      reader.take(1);
      await().untilAsserted(() -> assertThat(states(reader, first)).hasSize(1));
      List<String> moving =
          IntStream.range(0, 200).mapToObj(number -> queue("blue", "slow" + number)).toList();
      reader.take(1);
      await().untilAsserted(() -> assertThat(reader.received()).hasSize(2));

      moving.forEach(this::prepare);
      moving.forEach(this::commit);

      assertHealthy();
      assertThat(reader.received()).hasSize(2);
      reader.take(ANY);
      await()
          .untilAsserted(
              () ->
                  assertThat(newestStates(reader))
                      .containsAllEntriesOf(
                          moving.stream().collect(toMap(id -> id, id -> "COMMITTED"))));
      // Beside the newest states no more than what was on its way when the reader stopped.
      assertThat(reader.received()).hasSizeLessThan(moving.size() + 50);
    }
  }

  @Test
  void oneWatcherTooManyIsRefusedUntilAnotherLeaves() {
    List<WatchingClient> all = beginAll(api.channel());

    assertThat(refusal(WatchRotationsRequest.getDefaultInstance()))
        .returns(Status.Code.RESOURCE_EXHAUSTED, Status::getCode)
        .returns(
            "too many streams at one time; end one, or try again later", Status::getDescription);
    assertHealthy();
    all.getFirst().cancel();
    await().until(() -> canBegin());
  }

  @Test
  void watchersWhoseConnectionIsCutLeaveTheirPlaces() {
    try (FaultProxy proxy = FaultProxy.to("127.0.0.1", api.port());
        Connection cut = Connection.to(proxy.port(), SMALL_WINDOW)) {
      beginAll(cut.channel);
      assertThat(canBegin()).isFalse();

      proxy.reset();

      await().until(() -> canBegin());
    }
  }

  @Test
  void deadlineOfTheCallerEndsTheStream() {
    WatchingClient watcher =
        watch(
            api.channel(),
            CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS),
            WatchRotationsRequest.getDefaultInstance());

    await().until(() -> watcher.end().isPresent());

    assertThat(watcher.end()).map(Status::getCode).contains(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void wrongFiltersAreRefused() {
    assertThat(refusal(WatchRotationsRequest.newBuilder().setStateValue(99).build()))
        .returns(Status.Code.INVALID_ARGUMENT, Status::getCode)
        .returns("state: is unknown", Status::getDescription);
    assertThat(refusal(WatchRotationsRequest.newBuilder().setDataSource("x".repeat(129)).build()))
        .returns(Status.Code.INVALID_ARGUMENT, Status::getCode)
        .returns("data_source: is longer than 128 characters", Status::getDescription);
  }

  @Test
  void watcherWithoutThePermissionIsRefused() {
    headers = api.headers("lister", "blue");

    assertThat(refusal(WatchRotationsRequest.getDefaultInstance()))
        .returns(Status.Code.PERMISSION_DENIED, Status::getCode)
        .returns("the client does not have the permission rotations.read", Status::getDescription);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/proto", "application/connect+json"})
  void connectSaysThatItDoesNotStream(String contentType) {
    HttpResponse<String> answer =
        api.send(
            api.request("/rekey.v1.RotationsService/WatchRotations", contentType, "admin", "blue")
                .POST(BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(new JsonObject(answer.body()).getMap())
        .isEqualTo(
            Map.of(
                "code",
                "unimplemented",
                "message",
                "the procedure streams, and is served over gRPC alone"));
  }

  private WatchingClient begin(WatchRotationsRequest request) {
    return begin(api.channel(), request);
  }

  /** Returns when the server watches for it. */
  private WatchingClient begin(Channel channel, WatchRotationsRequest request) {
    WatchingClient client = watch(channel, CallOptions.DEFAULT, request);
    await().until(() -> client.hasBegun() || client.end().isPresent());
    assertThat(client.end()).isEmpty();
    return client;
  }

  /** As many as there may be. */
  private List<WatchingClient> beginAll(Channel channel) {
    List<WatchingClient> all =
        Stream.generate(
                () ->
                    watch(channel, CallOptions.DEFAULT, WatchRotationsRequest.getDefaultInstance()))
            .limit(STREAMS)
            .toList();
    await().until(() -> all.stream().allMatch(WatchingClient::hasBegun));
    return all;
  }

  private WatchingClient watch(
      Channel channel, CallOptions options, WatchRotationsRequest request) {
    Metadata own = new Metadata();
    own.merge(headers);
    WatchingClient client = WatchingClient.open(channel, options, own, request);
    watching.add(client);
    return client;
  }

  private Status refusal(WatchRotationsRequest request) {
    WatchingClient client = watch(api.channel(), CallOptions.DEFAULT, request);
    client.take(1);
    await().until(() -> client.end().isPresent());
    assertThat(client.hasBegun()).isFalse();
    return client.end().orElseThrow();
  }

  private boolean canBegin() {
    WatchingClient client =
        watch(api.channel(), CallOptions.DEFAULT, WatchRotationsRequest.getDefaultInstance());
    await().until(() -> client.hasBegun() || client.end().isPresent());
    return client.end().isEmpty();
  }

  private void assertHealthy() {
    assertThat(
            HealthGrpc.newBlockingStub(api.channel())
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
    assertThat(
            api.integrations("admin", "green")
                .listIntegrations(ListIntegrationsRequest.getDefaultInstance())
                .isInitialized())
        .isTrue();
  }

  private static List<String> states(WatchingClient client, String id) {
    return client.received().stream()
        .filter(rotation -> rotation.getId().equals(id))
        .map(WatchServedTest::state)
        .toList();
  }

  private static Map<String, String> newestStates(WatchingClient client) {
    Map<String, String> newest = new TreeMap<>();
    client.received().forEach(rotation -> newest.put(rotation.getId(), state(rotation)));
    return newest;
  }

  private static String state(Rotation rotation) {
    return rotation.getState().name().replace("ROTATION_STATE_", "");
  }

  private String queue(String environment, String dataSource) {
    String id = ids.get();
    Binding binding = Rotations.binding(environment, dataSource);
    ServedApiWiring.JOURNAL.record(
        List.of(Rotations.request(id, binding, Rotations.event("event-" + id))), List.of());
    open.add(id);
    moved(id);
    return id;
  }

  private void prepare(String id) {
    move(id, new Prepared(candidate("v1"), "Journalled."));
  }

  private void commit(String id) {
    if (!ServedApiWiring.JOURNAL.find(id).orElseThrow().isFinal()) {
      move(id, new Committed(carried("v-" + id), LONG_DETAIL));
    }
  }

  private static void move(String id, dev.rekey.rotation.RotationState state) {
    dev.rekey.rotation.Rotation next =
        ServedApiWiring.JOURNAL
            .find(id)
            .orElseThrow()
            .moved(state, InstantSource.system().instant());
    assertThat(ServedApiWiring.JOURNAL.append(Rotations.move(next)))
        .isInstanceOf(Appended.Written.class);
    moved(id);
  }

  private static void moved(String id) {
    ServedApiWiring.SIGNAL.moved(ServedApiWiring.JOURNAL.find(id).orElseThrow());
  }

  /** A connection of its own. */
  private record Connection(ManagedChannel channel) implements AutoCloseable {
    static Connection to(int port, int window) {
      return new Connection(
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .usePlaintext()
              .flowControlWindow(window)
              .build());
    }

    @Override
    public void close() {
      channel.shutdownNow();
    }
  }
}
