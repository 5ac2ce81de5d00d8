package dev.rekey.api.access;

/** What a caller needs for a method. */
sealed interface Access {
  /** Nothing, not even a token. */
  record Open() implements Access {}

  /** A token, an environment, and this permission. */
  record Guarded(Permission permission) implements Access {}
}
