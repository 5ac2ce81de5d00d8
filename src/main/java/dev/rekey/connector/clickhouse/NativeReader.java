package dev.rekey.connector.clickhouse;

import dev.rekey.connector.clickhouse.StrangeAnswerException.Speaker;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads what packets are made of; see {@link NativeWriter}. Holds nothing that the server sends:
 * what is of no use is skipped, and no length is believed that a login and a query cannot have.
 */
final class NativeReader {
  private static final int LONGEST_NUMBER = 10;
  private static final long LONGEST_STRING = 1 << 20;

  private final BufferedInputStream in;

  NativeReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  int oneByte() throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException();
    }
    return read;
  }

  long number() throws IOException, StrangeAnswerException {
    long value = 0;
    for (int index = 0; index < LONGEST_NUMBER; index++) {
      int read = oneByte();
      value |= (long) (read & 0x7f) << (7 * index);
      if (read < 0x80) {
        return value;
      }
    }
    throw new StrangeAnswerException(Speaker.UNKNOWN);
  }

  /** A number that counts what follows. */
  int count(long largest) throws IOException, StrangeAnswerException {
    long count = number();
    if (count < 0 || count > largest) {
      throw new StrangeAnswerException(Speaker.UNKNOWN);
    }
    return (int) count;
  }

  int fourBytes() throws IOException {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      value |= oneByte() << shift;
    }
    return value;
  }

  byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  void skipString() throws IOException, StrangeAnswerException {
    in.skipNBytes(count(LONGEST_STRING));
  }

  void skipNumbers(int count) throws IOException, StrangeAnswerException {
    for (int index = 0; index < count; index++) {
      number();
    }
  }
}
