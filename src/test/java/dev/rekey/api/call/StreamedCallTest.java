package dev.rekey.api.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.WatchRotationsRequest;
import dev.rekey.api.v1.WatchRotationsResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamedCallTest {
  private final RecordingCall<WatchRotationsRequest, WatchRotationsResponse> transport =
      new RecordingCall<>(RotationsServiceGrpc.getWatchRotationsMethod());
  private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
  private final StreamedCall<WatchRotationsRequest, WatchRotationsResponse> call =
      new StreamedCall<>(transport, loop::add);

  @Test
  void whatIsSentReachesTheTransportOnTheLoopAlone() {
    call.sendMessage(WatchRotationsResponse.getDefaultInstance());
    assertThat(transport.messages()).isEmpty();

    turn();

    assertThat(transport.messages()).hasSize(1);
  }

  @Test
  void headersAreSentOnce() {
    call.outflow().begin();
    call.sendHeaders(new Metadata());

    turn();

    assertThat(transport.headers()).isEqualTo(1);
  }

  @Test
  void nothingFollowsTheEnd() {
    call.close(Status.OK, new Metadata());
    call.sendMessage(WatchRotationsResponse.getDefaultInstance());
    call.close(Status.INTERNAL, new Metadata());

    turn();

    assertThat(transport.messages()).isEmpty();
    assertThat(transport.ends()).isEqualTo(1);
  }

  @Test
  void roomIsThatAfterAllMessagesHaveBeenTaken() {
    transport.readyFor(1);
    call.sendMessage(WatchRotationsResponse.getDefaultInstance());

    CompletableFuture<Boolean> room = asked(() -> call.outflow().hasRoom());

    assertThat(room).isNotDone();
    turnUntil(room);
    assertThat(room).isCompletedWithValue(false);
  }

  @Test
  void waitForRoomEndsWhenTheTransportIsReadyAgain() {
    transport.readyFor(0);
    Outflow outflow = call.outflow();
    CompletableFuture<Boolean> room =
        asked(
            () -> {
              outflow.awaitRoom();
              return true;
            });
    turnOnce();
    assertThat(room).isNotDone();

    transport.readyFor(1);
    call.ready();

    turnUntil(room);
    assertThat(room).isCompletedWithValue(true);
  }

  @Test
  void waitForRoomDoesNotMissThatTheTransportBecameReadyBeforeIt() {
    transport.readyFor(0);
    Outflow outflow = call.outflow();
    CompletableFuture<Boolean> room =
        asked(
            () -> {
              outflow.awaitRoom();
              return true;
            });
    await().until(() -> !loop.isEmpty());
    Runnable question = loop.remove();
    question.run();
    transport.readyFor(1);
    call.ready();

    turnUntil(room);

    assertThat(room).isCompletedWithValue(true);
  }

  private interface Question {
    boolean ask() throws InterruptedException;
  }

  private static CompletableFuture<Boolean> asked(Question question) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(question.ask());
              } catch (InterruptedException interrupted) {
                answer.completeExceptionally(interrupted);
              }
            });
    return answer;
  }

  private void turn() {
    while (!loop.isEmpty()) {
      loop.remove().run();
    }
  }

  private void turnOnce() {
    await().until(() -> !loop.isEmpty());
    turn();
  }

  private void turnUntil(CompletableFuture<?> answer) {
    await()
        .atMost(10, TimeUnit.SECONDS)
        .until(
            () -> {
              turn();
              return answer.isDone();
            });
  }
}
