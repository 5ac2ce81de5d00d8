package dev.rekey.api;

/**
 * How much the API takes.
 *
 * @param requestBytes the size of the largest request
 * @param concurrentCalls how many calls may be under way; one more is refused
 * @param concurrentStreams how many streams may be under way beside them
 * @param callsPerSecond how many calls one client may make
 */
public record ApiLimits(
    int requestBytes, int concurrentCalls, int concurrentStreams, int callsPerSecond) {
  /** Requests of 4 MiB, 256 calls, 64 streams, 1,000 calls a second. */
  public static final ApiLimits DEFAULT = new ApiLimits(4 * 1024 * 1024, 256, 64, 1_000);

  /** The same with another rate. */
  public ApiLimits withCallsPerSecond(int calls) {
    return new ApiLimits(requestBytes, concurrentCalls, concurrentStreams, calls);
  }
}
