package dev.rekey.api.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.chalk.server.v1.IntegrationsServiceGrpc;
import com.chalk.server.v1.ListIntegrationsRequest;
import com.chalk.server.v1.ListIntegrationsResponse;
import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.WatchRotationsRequest;
import dev.rekey.api.v1.WatchRotationsResponse;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.testing.CapturedLog;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CallRunnerTest {
  private static final String CANARY = "canary-hunter2";

  private final ManualTimer timer = new ManualTimer();
  private final List<String> ends = new CopyOnWriteArrayList<>();
  private final CallRunner runner =
      new CallRunner(
          1,
          1,
          timer,
          RandomGenerator.getDefault(),
          (facts, method, code) -> ends.add(code.name()));
  private final RecordingCall<ListIntegrationsRequest, ListIntegrationsResponse> call =
      new RecordingCall<>(IntegrationsServiceGrpc.getListIntegrationsMethod());

  @Test
  void serviceRunsOnAVirtualThreadAndItsAnswerIsTheAnswer() {
    AtomicBoolean virtual = new AtomicBoolean();

    start(
        service(
            answer -> {
              virtual.set(Thread.currentThread().isVirtual());
              answer.sendMessage(ListIntegrationsResponse.getDefaultInstance());
              answer.close(Status.OK, new Metadata());
            }),
        Optional.empty());

    assertThat(answer().isOk()).isTrue();
    assertThat(call.messages()).hasSize(1);
    assertThat(virtual).isTrue();
  }

  @Test
  void invalidFieldIsAnInvalidArgumentInItsOwnWords() {
    start(
        service(
            answer -> {
              throw new InvalidFieldException("name", "is required");
            }),
        Optional.empty());

    assertThat(answer().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(answer().getDescription()).isEqualTo("name: is required");
  }

  @Test
  void anyOtherExceptionIsInternalWithAReferenceThatTheLogHasToo() {
    try (CapturedLog log = new CapturedLog()) {
      start(
          service(
              answer -> {
                throw new IllegalStateException(CANARY, new RuntimeException(CANARY));
              }),
          Optional.empty());

      assertThat(answer().getCode()).isEqualTo(Status.Code.INTERNAL);
      assertThat(answer().getDescription()).matches("internal error, reference [0-9a-f]{8}");
      String reference = answer().getDescription().replaceAll(".* ", "");
      assertThat(log.text())
          .contains("reference=" + reference)
          .contains("java.lang.IllegalStateException")
          .contains("Caused by: java.lang.RuntimeException")
          .contains("CallRunnerTest")
          .doesNotContain(CANARY);
    }
  }

  @Test
  void requestThatCannotBeReadIsAnInvalidArgument() {
    runner.start(
        service(answer -> answer.close(Status.OK, new Metadata())),
        call,
        new Metadata(),
        () -> {
          throw new MalformedRequestException("malformed JSON");
        },
        Optional.empty());

    assertThat(answer().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(answer().getDescription()).isEqualTo("malformed JSON");
  }

  @Test
  void requestThatIsTooLargeIsResourceExhausted() {
    runner.start(
        service(answer -> answer.close(Status.OK, new Metadata())),
        call,
        new Metadata(),
        () -> {
          throw new OversizedRequestException(10);
        },
        Optional.empty());

    assertThat(answer().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(answer().getDescription()).isEqualTo("the request is larger than 10 bytes");
  }

  @Test
  void requestOfARefusedCallerIsNotRead() {
    AtomicBoolean read = new AtomicBoolean();

    runner.start(
        (answer, headers) -> {
          answer.close(Status.UNAUTHENTICATED, new Metadata());
          return new ServerCall.Listener<>() {};
        },
        call,
        new Metadata(),
        () -> {
          read.set(true);
          return ListIntegrationsRequest.getDefaultInstance();
        },
        Optional.empty());

    assertThat(answer().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    await().untilAsserted(() -> assertThat(canStart()).isTrue());
    assertThat(read).isFalse();
  }

  @Test
  void deadlineIsAnsweredAndInterruptsTheService() {
    AtomicReference<String> end = new AtomicReference<>("running");
    CountDownLatch running = new CountDownLatch(1);

    start(service(answer -> block(running, end)), Optional.of(Duration.ofSeconds(3)));
    awaitQuietly(running);
    timer.fire();

    assertThat(answer().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(timer.delays).containsExactly(Duration.ofSeconds(3));
    await().untilAsserted(() -> assertThat(end).hasValue("interrupted"));
    assertThat(call.ends()).isEqualTo(1);
  }

  @Test
  void timerOfACallThatHasEndedIsStopped() {
    start(
        service(answer -> answer.close(Status.OK, new Metadata())),
        Optional.of(Duration.ofSeconds(3)));

    await().untilAsserted(() -> assertThat(timer.stopped).isEqualTo(1));
    assertThat(answer().isOk()).isTrue();
  }

  @Test
  void callerThatGivesUpInterruptsTheService() {
    AtomicReference<String> end = new AtomicReference<>("running");
    CountDownLatch running = new CountDownLatch(1);

    Runnable giveUp = start(service(answer -> block(running, end)), Optional.empty());
    awaitQuietly(running);
    giveUp.run();

    await().untilAsserted(() -> assertThat(end).hasValue("interrupted"));
  }

  @Test
  void oneCallMoreThanAllowedIsRefusedAndTheNextOneIsNot() {
    CountDownLatch running = new CountDownLatch(1);
    Runnable giveUp =
        start(
            service(answer -> block(running, new AtomicReference<>("running"))), Optional.empty());
    awaitQuietly(running);
    RecordingCall<ListIntegrationsRequest, ListIntegrationsResponse> second =
        new RecordingCall<>(IntegrationsServiceGrpc.getListIntegrationsMethod());

    runner.start(
        service(answer -> answer.close(Status.OK, new Metadata())),
        second,
        new Metadata(),
        ListIntegrationsRequest::getDefaultInstance,
        Optional.empty());

    assertThat(second.status()).map(Status::getCode).contains(Status.Code.RESOURCE_EXHAUSTED);
    giveUp.run();
    await().untilAsserted(() -> assertThat(canStart()).isTrue());
  }

  @Test
  void streamTakesNoPlaceOfACall() {
    CountDownLatch running = new CountDownLatch(1);
    RecordingCall<WatchRotationsRequest, WatchRotationsResponse> stream = stream();

    Runnable giveUp = startStream(stream, running);

    awaitQuietly(running);
    assertThat(canStart()).isTrue();
    giveUp.run();
    assertThat(stream.status()).map(Status::getCode).contains(Status.Code.CANCELLED);
  }

  @Test
  void oneStreamMoreThanAllowedIsRefused() {
    CountDownLatch running = new CountDownLatch(1);
    Runnable giveUp = startStream(stream(), running);
    awaitQuietly(running);
    RecordingCall<WatchRotationsRequest, WatchRotationsResponse> second = stream();

    startStream(second, new CountDownLatch(1));

    assertThat(second.status().orElseThrow())
        .returns(Status.Code.RESOURCE_EXHAUSTED, Status::getCode)
        .returns(
            "too many streams at one time; end one, or try again later", Status::getDescription);
    giveUp.run();
  }

  @Test
  void streamsEndWhenTheServerGoesAwayAndNoneBeginsAnyMore() {
    CountDownLatch running = new CountDownLatch(1);
    RecordingCall<WatchRotationsRequest, WatchRotationsResponse> stream = stream();
    startStream(stream, running);
    awaitQuietly(running);

    runner.endStreams();

    assertThat(stream.status().orElseThrow())
        .returns(Status.Code.UNAVAILABLE, Status::getCode)
        .returns("the server is shutting down", Status::getDescription);
    await()
        .untilAsserted(
            () -> {
              RecordingCall<WatchRotationsRequest, WatchRotationsResponse> late = stream();
              startStream(late, new CountDownLatch(1));
              assertThat(late.status()).map(Status::getCode).contains(Status.Code.UNAVAILABLE);
            });
  }

  @Test
  void streamThatBreaksInvitesItsCallerToComeAgain() {
    RecordingCall<WatchRotationsRequest, WatchRotationsResponse> stream = stream();

    runner.start(
        service(
            answer -> {
              throw new IllegalStateException(CANARY);
            }),
        stream,
        new Metadata(),
        WatchRotationsRequest::getDefaultInstance,
        Optional.empty());

    await().until(() -> stream.status().isPresent());
    assertThat(stream.status().orElseThrow().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(stream.status().orElseThrow().getDescription())
        .matches("internal error, reference [0-9a-f]{8}");
  }

  @Test
  void serviceThatHasAnsweredIsNotInterruptedByACallerThatLeaves() {
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    AtomicReference<String> end = new AtomicReference<>("running");
    Runnable giveUp =
        start(
            service(
                answer -> {
                  answer.close(Status.OK, new Metadata());
                  answered.countDown();
                  awaitQuietly(left);
                  end.set(Thread.currentThread().isInterrupted() ? "interrupted" : "left alone");
                }),
            Optional.empty());
    awaitQuietly(answered);

    giveUp.run();
    left.countDown();

    await().untilAsserted(() -> assertThat(end).hasValue("left alone"));
  }

  private static RecordingCall<WatchRotationsRequest, WatchRotationsResponse> stream() {
    return new RecordingCall<>(RotationsServiceGrpc.getWatchRotationsMethod());
  }

  private Runnable startStream(
      RecordingCall<WatchRotationsRequest, WatchRotationsResponse> stream, CountDownLatch running) {
    return runner.start(
        service(answer -> block(running, new AtomicReference<>("running"))),
        stream,
        new Metadata(),
        WatchRotationsRequest::getDefaultInstance,
        Optional.empty());
  }

  private boolean canStart() {
    RecordingCall<ListIntegrationsRequest, ListIntegrationsResponse> probe =
        new RecordingCall<>(IntegrationsServiceGrpc.getListIntegrationsMethod());
    runner.start(
        service(answer -> answer.close(Status.OK, new Metadata())),
        probe,
        new Metadata(),
        ListIntegrationsRequest::getDefaultInstance,
        Optional.empty());
    await().until(() -> probe.status().isPresent());
    return probe.status().get().isOk();
  }

  private Runnable start(
      ServerCallHandler<ListIntegrationsRequest, ListIntegrationsResponse> service,
      Optional<Duration> timeout) {
    return runner.start(
        service, call, new Metadata(), ListIntegrationsRequest::getDefaultInstance, timeout);
  }

  private Status answer() {
    await().until(() -> call.status().isPresent());
    return call.status().orElseThrow();
  }

  private static void block(CountDownLatch running, AtomicReference<String> end) {
    running.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      end.set("interrupted");
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    await().until(() -> latch.getCount() == 0);
  }

  private static <Q, R> ServerCallHandler<Q, R> service(Consumer<ServerCall<Q, R>> body) {
    return (answer, headers) ->
        new ServerCall.Listener<>() {
          @Override
          public void onHalfClose() {
            body.accept(answer);
          }
        };
  }

  private static final class ManualTimer implements Timer {
    private final List<Duration> delays = new ArrayList<>();
    private Runnable task = () -> {};
    private volatile int stopped;

    @Override
    public Runnable after(Duration delay, Runnable task) {
      delays.add(delay);
      this.task = task;
      return () -> stopped = 1;
    }

    void fire() {
      task.run();
    }
  }
}
