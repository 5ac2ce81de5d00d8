package dev.rekey.client;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one call, taken one at a time: the next is asked for when one has been taken. For
 * one thread, but for {@link #cancel}.
 */
final class MessageStream<R> {
  private final ClientCall<?, R> call;
  private final BlockingQueue<News<R>> news = new LinkedBlockingQueue<>();

  /** What the call has to say. */
  private sealed interface News<R> {
    record Begun<R>() implements News<R> {}

    record Message<R>(R message) implements News<R> {}

    record Ended<R>(Status status) implements News<R> {}
  }

  private MessageStream(ClientCall<?, R> call) {
    this.call = call;
  }

  /**
   * Makes a call and waits until the server has begun to answer.
   *
   * @throws RekeyException when it does not
   */
  static <Q, R> MessageStream<R> open(
      ClientCall<Q, R> call, Metadata headers, Q request, Duration deadline)
      throws InterruptedException {
    MessageStream<R> stream = new MessageStream<>(call);
    call.start(stream.new Listener(), headers);
    call.request(1);
    call.sendMessage(request);
    call.halfClose();
    try {
      stream.awaitBegin(deadline);
      return stream;
    } catch (RekeyException | InterruptedException failure) {
      stream.cancel();
      throw failure;
    }
  }

  private void awaitBegin(Duration deadline) throws InterruptedException {
    News<R> first = news.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      throw failure(Status.DEADLINE_EXCEEDED.withDescription("the server did not answer in time"));
    }
    if (first instanceof News.Ended<R>(Status status)) {
      throw failure(status);
    }
  }

  /**
   * Waits for the next message.
   *
   * @throws RekeyException when the call has ended; streams of this API have no end of their own
   */
  R next() throws InterruptedException {
    return switch (news.take()) {
      case News.Begun<R>() -> next();
      case News.Message<R>(R message) -> {
        call.request(1);
        yield message;
      }
      case News.Ended<R> ended -> {
        // For whoever asks again.
        news.add(ended);
        throw failure(ended.status());
      }
    };
  }

  /** Ends the call; whoever waits is told. From any thread, any number of times. */
  void cancel() {
    call.cancel("the client needs no more", null);
  }

  private static RekeyException failure(Status status) {
    Status known =
        status.isOk() ? Status.UNAVAILABLE.withDescription("the server ended the stream") : status;
    return RekeyException.of(known.asRuntimeException());
  }

  private final class Listener extends ClientCall.Listener<R> {
    @Override
    public void onHeaders(Metadata headers) {
      news.add(new News.Begun<>());
    }

    @Override
    public void onMessage(R message) {
      news.add(new News.Message<>(message));
    }

    @Override
    public void onClose(Status status, @Nullable Metadata trailers) {
      news.add(new News.Ended<>(status));
    }
  }
}
