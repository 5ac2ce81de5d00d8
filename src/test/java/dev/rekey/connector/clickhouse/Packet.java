package dev.rekey.connector.clickhouse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a server sends, put together by the specification of the protocol. */
final class Packet {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Packet raw(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }

  Packet number(long value) {
    long rest = value;
    for (; rest > 127; rest /= 128) {
      bytes.write((int) (rest % 128 + 128));
    }
    bytes.write((int) rest);
    return this;
  }

  Packet string(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    number(encoded.length);
    bytes.writeBytes(encoded);
    return this;
  }

  /** Up to the values. */
  Packet block(String type, long columns, long rows) {
    string("").raw(1, 0, 2, 255, 255, 255, 255, 0).number(columns).number(rows);
    return columns == 0 ? this : string("1").string(type);
  }

  Packet block(long columns, long rows) {
    return block("UInt8", columns, rows);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
