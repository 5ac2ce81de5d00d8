package dev.rekey.event.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.testing.ManualClock;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamWatchTest {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final StreamWatch watch = new StreamWatch(clock);

  @Test
  void silentStreamIsAliveWhenItHasBeenOpenForAWhile() {
    open().onReady();
    clock.advance(Duration.ofSeconds(4));
    assertThat(watch.lastAlive()).isEmpty();

    Instant later = clock.advance(Duration.ofSeconds(1));

    assertThat(watch.lastAlive()).contains(later);
  }

  @Test
  void streamThatAnswersIsAliveAtOnce() {
    open().onHeaders(new Metadata());

    assertThat(watch.lastAlive()).contains(Instant.EPOCH);
  }

  @Test
  void streamThatIsClosedNowAndThenIsNoProblem() {
    for (int i = 0; i < 3; i++) {
      ClientCall.Listener<Integer> stream = open();
      stream.onHeaders(new Metadata());

      stream.onClose(Status.UNAVAILABLE, new Metadata());

      assertThat(watch.fault()).isEmpty();
    }
  }

  @Test
  void outageIsTheSecondFailureInARow() {
    open().onClose(Status.UNAVAILABLE, new Metadata());
    assertThat(watch.fault()).isEmpty();

    open().onClose(Status.UNAVAILABLE, new Metadata());

    assertThat(watch.fault()).contains(Status.UNAVAILABLE);
  }

  @Test
  void refusalIsOneAtOnceAndUntilAStreamIsAlive() {
    ClientCall.Listener<Integer> refused = open();
    refused.onReady();
    refused.onClose(Status.PERMISSION_DENIED, new Metadata());
    assertThat(watch.fault()).contains(Status.PERMISSION_DENIED);
    assertThat(watch.lastAlive()).isEmpty();

    open().onReady();
    clock.advance(Duration.ofSeconds(4));
    assertThat(watch.fault()).contains(Status.PERMISSION_DENIED);

    clock.advance(Duration.ofSeconds(1));

    assertThat(watch.fault()).isEmpty();
  }

  @Test
  void timeStandsStillOnceTheStreamIsClosed() {
    ClientCall.Listener<Integer> stream = open();
    stream.onHeaders(new Metadata());
    Instant closed = clock.advance(Duration.ofMinutes(1));
    stream.onClose(Status.OK, new Metadata());

    clock.advance(Duration.ofMinutes(1));

    assertThat(watch.lastAlive()).contains(closed);
    assertThat(watch.fault()).isEmpty();
  }

  @Test
  void streamThatWeCancelIsNoFailure() {
    open().onClose(Status.CANCELLED, new Metadata());
    open().onClose(Status.CANCELLED, new Metadata());

    assertThat(watch.fault()).isEmpty();
    assertThat(watch.failures()).isZero();
  }

  /** Begins a stream; returns who is told what comes of it. */
  private ClientCall.Listener<Integer> open() {
    OneCall channel = new OneCall();
    MethodDescriptor<Integer, Integer> method =
        MethodDescriptor.newBuilder(NUMBERS, NUMBERS)
            .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
            .setFullMethodName("service/method")
            .build();
    watch
        .interceptCall(method, CallOptions.DEFAULT, channel)
        .start(new ClientCall.Listener<>() {}, new Metadata());
    return channel.started.orElseThrow();
  }

  private static final MethodDescriptor.Marshaller<Integer> NUMBERS =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(Integer value) {
          return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        public Integer parse(InputStream stream) {
          return 0;
        }
      };

  private static final class OneCall extends Channel {
    private Optional<ClientCall.Listener<Integer>> started = Optional.empty();

    @Override
    @SuppressWarnings("unchecked")
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
      return new ClientCall<>() {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          started = Optional.of((Listener<Integer>) listener);
        }

        @Override
        public void request(int count) {}

        @Override
        public void cancel(String message, Throwable cause) {}

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(Q message) {}
      };
    }

    @Override
    public String authority() {
      return "test";
    }
  }
}
