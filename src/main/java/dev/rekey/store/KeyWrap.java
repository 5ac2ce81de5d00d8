package dev.rekey.store;

import java.io.IOException;

/**
 * What the master key is wrapped in before it lies in a file. Blocks; thread-safe.
 *
 * <p>Neither call logs or repeats what it is given.
 */
public interface KeyWrap {
  /** The file lies open to its owner. */
  KeyWrap NONE =
      new KeyWrap() {
        @Override
        public String fileName() {
          return "master.keyset.json";
        }

        @Override
        public byte[] wrap(byte[] plain) {
          return plain;
        }

        @Override
        public byte[] unwrap(byte[] wrapped) {
          return wrapped;
        }
      };

  /** Of the file in the data directory; another one for each kind of wrap. */
  String fileName();

  /**
   * @throws IOException when it cannot be wrapped; the message says what to do
   */
  byte[] wrap(byte[] plain) throws IOException;

  /**
   * @throws IOException when it cannot be unwrapped; the message says what to do
   */
  byte[] unwrap(byte[] wrapped) throws IOException;
}
