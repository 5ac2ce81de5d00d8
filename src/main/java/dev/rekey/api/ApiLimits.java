package dev.rekey.api;

/**
 * How much the API takes.
 *
 * @param requestBytes the size of the largest request
 * @param concurrentCalls how many calls may be under way; one more is refused
 * @param concurrentStreams how many streams may be under way beside them
 */
public record ApiLimits(int requestBytes, int concurrentCalls, int concurrentStreams) {
  /** Requests of 4 MiB, 256 calls, 64 streams. */
  public static final ApiLimits DEFAULT = new ApiLimits(4 * 1024 * 1024, 256, 64);
}
