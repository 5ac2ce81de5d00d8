package dev.rekey.secret;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A store that counts its calls, and answers by the number of the call, from 1. */
final class CountingStore implements SecretStore {
  private final AtomicInteger calls = new AtomicInteger();
  private final IntFunction<FetchResult> answers;

  CountingStore(IntFunction<FetchResult> answers) {
    this.answers = answers;
  }

  /** Each call brings a version with its number. */
  static CountingStore ofVersions() {
    return new CountingStore(CountingStore::found);
  }

  static FetchResult found(int call) {
    return new FetchResult.Found(new SecretVersion("v" + call), Secret.of("value " + call));
  }

  int calls() {
    return calls.get();
  }

  @Override
  public FetchResult fetch(SecretRef secret) {
    return answers.apply(calls.incrementAndGet());
  }
}
