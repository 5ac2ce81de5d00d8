package dev.rekey.connector.clickhouse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes what packets are made of: numbers of variable length (LEB128), numbers of fixed length
 * (little-endian), and strings with their length before them. Keeps all until it is sent.
 */
final class NativeWriter {
  private final ByteArrayOutputStream packet = new ByteArrayOutputStream();

  NativeWriter number(long value) {
    long rest = value;
    while (rest >= 0x80) {
      packet.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    packet.write((int) rest);
    return this;
  }

  NativeWriter oneByte(int value) {
    packet.write(value);
    return this;
  }

  NativeWriter fourBytes(int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      packet.write(value >>> shift);
    }
    return this;
  }

  NativeWriter string(byte[] value) {
    number(value.length);
    packet.writeBytes(value);
    return this;
  }

  NativeWriter string(String value) {
    return string(value.getBytes(StandardCharsets.UTF_8));
  }

  void sendTo(OutputStream out) throws IOException {
    packet.writeTo(out);
    out.flush();
    packet.reset();
  }
}
