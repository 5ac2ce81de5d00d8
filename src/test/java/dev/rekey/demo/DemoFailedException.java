package dev.rekey.demo;

/** Something that the demo promises was not true; the message says what. */
final class DemoFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DemoFailedException(String message) {
    super(message);
  }
}
