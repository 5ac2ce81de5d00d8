package dev.rekey.secret.gcp;

import dev.rekey.secret.FetchResult;

/** What came of one call. */
sealed interface Outcome<T> {
  record Answer<T>(T value) implements Outcome<T> {}

  /** The version is there and cannot be read: it is disabled or destroyed, or its key is. */
  record NotReadable<T>() implements Outcome<T> {}

  record Failed<T>(FetchResult.Failed failure) implements Outcome<T> {}
}
