package dev.rekey.api.call;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/**
 * Carries calls out, each on a virtual thread of its own: lets the caller in, reads the request,
 * runs the service, and answers whatever comes of it. For methods with one request. Never blocks
 * the thread that hands a call over.
 */
public final class CallRunner {
  private static final ThreadFactory THREADS = Thread.ofVirtual().name("call-", 0).factory();
  private static final Status BUSY =
      Status.RESOURCE_EXHAUSTED.withDescription("too many calls at one time; try again");
  private static final Status EXPIRED =
      Status.DEADLINE_EXCEEDED.withDescription("the deadline of the call has passed");

  private final Semaphore slots;
  private final Timer timer;
  private final Failures failures;

  /**
   * @param concurrency how many calls may be under way; one more is answered RESOURCE_EXHAUSTED
   * @param timer for the deadlines of calls
   * @param random for the references of failures
   */
  public CallRunner(int concurrency, Timer timer, RandomGenerator random) {
    this.slots = new Semaphore(concurrency);
    this.timer = timer;
    this.failures = new Failures(random);
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
    OneAnswer<Q, R> answer = new OneAnswer<>(call);
    if (!slots.tryAcquire()) {
      answer.closeWith(() -> BUSY);
      return () -> {};
    }
    Context context = Origin.in(Context.current(), call, headers);
    Call<Q, R> started = new Call<>(handler, answer, headers, request, context);
    started.start(timeout);
    return started::giveUp;
  }

  private final class Call<Q, R> {
    private final ServerCallHandler<Q, R> handler;
    private final OneAnswer<Q, R> answer;
    private final Metadata headers;
    private final RequestSource<Q> request;
    private final Thread thread;
    private volatile Runnable stopTimer = () -> {};

    private Call(
        ServerCallHandler<Q, R> handler,
        OneAnswer<Q, R> answer,
        Metadata headers,
        RequestSource<Q> request,
        Context context) {
      this.handler = handler;
      this.answer = answer;
      this.headers = headers;
      this.request = request;
      this.thread = THREADS.newThread(context.wrap(this::run));
    }

    private void start(Optional<Duration> timeout) {
      stopTimer = timeout.map(after -> timer.after(after, this::expire)).orElse(stopTimer);
      thread.start();
    }

    private void run() {
      try {
        ServerCall.Listener<Q> service = handler.startCall(answer, headers);
        if (!answer.isClosed()) {
          deliver(request.read(), service);
          service.onHalfClose();
        }
      } catch (RuntimeException | Error failure) {
        answer.closeWith(() -> failures.statusOf(failure, answer.method()));
      } finally {
        stopTimer.run();
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

    private void expire() {
      answer.closeWith(() -> EXPIRED);
      thread.interrupt();
    }

    private void giveUp() {
      answer.closeWith(() -> Status.CANCELLED);
      thread.interrupt();
    }
  }
}
