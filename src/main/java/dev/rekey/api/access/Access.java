package dev.rekey.api.access;

/** What a caller needs for a method. */
sealed interface Access {
  /** Nothing, not even a token. */
  record Open() implements Access {}

  /** A token, and nothing more; without an environment, the client's primary one is meant. */
  record Known() implements Access {}

  /** A token, an environment, and this permission. */
  record Guarded(Permission permission) implements Access {}
}
