package dev.rekey.testing;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Makes calls at the same time, each on a thread of its own. */
public final class Concurrently {
  private Concurrently() {}

  /**
   * @param call makes the call with this number, from 0
   * @return the results, in order
   */
  public static <T> List<T> times(int count, IntFunction<T> call) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<T>> calls =
          IntStream.range(0, count)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> call.apply(i), threads))
              .toList();
      return calls.stream().map(CompletableFuture::join).toList();
    }
  }
}
