package dev.rekey.api.call;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Carries calls out, each on a virtual thread of its own: lets the caller in, reads the request,
 * runs the service, and answers whatever comes of it. For methods with one request, and one answer
 * or a stream of them. Never blocks the thread that hands a call over.
 *
 * <p>A stream lasts as long as its service method runs. It must change nothing: when it breaks, its
 * caller is told to come again.
 */
public final class CallRunner {
  private static final ThreadFactory THREADS = Thread.ofVirtual().name("call-", 0).factory();
  private static final Status BUSY =
      Status.RESOURCE_EXHAUSTED.withDescription("too many calls at one time; try again");
  private static final Status TOO_MANY_STREAMS =
      Status.RESOURCE_EXHAUSTED.withDescription(
          "too many streams at one time; end one, or try again later");
  private static final Status GOING_AWAY =
      Status.UNAVAILABLE.withDescription("the server is shutting down");
  private static final Status EXPIRED =
      Status.DEADLINE_EXCEEDED.withDescription("the deadline of the call has passed");

  private static final Metadata.Key<String> ENCODINGS =
      Metadata.Key.of("grpc-accept-encoding", Metadata.ASCII_STRING_MARSHALLER);
  private static final Pattern GZIP = Pattern.compile("(^|[, ])gzip($|[, ])");

  private final Semaphore callSlots;
  private final Semaphore streamSlots;
  private final Set<Call<?, ?>> streams = ConcurrentHashMap.newKeySet();
  private volatile boolean goingAway;
  private final Timer timer;
  private final Failures failures;
  private final CallEnds ends;

  /**
   * @param calls how many calls with one answer may be under way; one more is answered
   *     RESOURCE_EXHAUSTED
   * @param streams how many streams may be under way beside them
   * @param timer for the deadlines of calls
   * @param random for the references of failures
   * @param ends is told of each call that ends
   */
  public CallRunner(int calls, int streams, Timer timer, RandomGenerator random, CallEnds ends) {
    this.callSlots = new Semaphore(calls);
    this.streamSlots = new Semaphore(streams);
    this.timer = timer;
    this.failures = new Failures(random);
    this.ends = ends;
  }

  /**
   * Starts a call and returns at once.
   *
   * @param timeout how long the caller waits; later it is answered DEADLINE_EXCEEDED and the thread
   *     of the call is interrupted
   * @return gives the call up: interrupts its thread
   */
  public <Q, R> Runnable start(
      ServerCallHandler<Q, R> handler,
      ServerCall<Q, R> call,
      Metadata headers,
      RequestSource<Q> request,
      Optional<Duration> timeout) {
    CallFacts facts = new CallFacts(Origin.address(call));
    OneAnswer<Q, R> answer =
        new OneAnswer<>(
            call,
            takesGzip(headers),
            code -> ends.ended(facts, call.getMethodDescriptor().getFullMethodName(), code));
    Semaphore slots = answer.streams() ? streamSlots : callSlots;
    if (!slots.tryAcquire()) {
      answer.closeWith(() -> answer.streams() ? TOO_MANY_STREAMS : BUSY);
      return () -> {};
    }
    Context context = facts.in(Origin.in(Context.current(), call, headers));
    Call<Q, R> started = new Call<>(handler, answer, headers, request, context, slots);
    started.start(timeout);
    return () -> started.end(Status.CANCELLED);
  }

  private static boolean takesGzip(Metadata headers) {
    String encodings = headers.get(ENCODINGS);
    return encodings != null && GZIP.matcher(encodings).find();
  }

  /** Ends all streams, and each that comes, with UNAVAILABLE: the server is about to stop. */
  public void endStreams() {
    goingAway = true;
    streams.forEach(stream -> stream.end(GOING_AWAY));
  }

  private final class Call<Q, R> {
    private final ServerCallHandler<Q, R> handler;
    private final OneAnswer<Q, R> answer;
    private final Metadata headers;
    private final RequestSource<Q> request;
    private final Semaphore slots;
    private final Thread thread;
    private volatile Runnable stopTimer = () -> {};

    private Call(
        ServerCallHandler<Q, R> handler,
        OneAnswer<Q, R> answer,
        Metadata headers,
        RequestSource<Q> request,
        Context context,
        Semaphore slots) {
      this.handler = handler;
      this.answer = answer;
      this.headers = headers;
      this.request = request;
      this.slots = slots;
      this.thread = THREADS.newThread(context.wrap(this::run));
    }

    private void start(Optional<Duration> timeout) {
      stopTimer = timeout.map(after -> timer.after(after, () -> end(EXPIRED))).orElse(stopTimer);
      if (answer.streams()) {
        streams.add(this);
      }
      thread.start();
      if (goingAway && answer.streams()) {
        end(GOING_AWAY);
      }
    }

    private void run() {
      try {
        ServerCall.Listener<Q> service = handler.startCall(answer, headers);
        if (!answer.isClosed()) {
          deliver(request.read(), service);
          service.onHalfClose();
        }
      } catch (RuntimeException | Error failure) {
        answer.closeWith(() -> failures.statusOf(failure, answer.method(), unexpected()));
      } finally {
        stopTimer.run();
        // How it ended is told before its slot is free, or calls could pile up behind the audit.
        answer.tell();
        streams.remove(this);
        slots.release();
      }
    }

    private void deliver(Q message, ServerCall.Listener<Q> service) {
      try {
        service.onMessage(message);
      } catch (StatusRuntimeException unparsable) {
        throw new MalformedRequestException(
            "the request is not a protobuf message of the method", unparsable);
      }
    }

    /** Clients repeat a call that is UNAVAILABLE, and one that is no stream may have had effect. */
    private Status unexpected() {
      return answer.streams() ? Status.UNAVAILABLE : Status.INTERNAL;
    }

    /** Ends the call before its service does. */
    private void end(Status status) {
      if (answer.closeWith(() -> status)) {
        thread.interrupt();
      }
    }
  }
}
