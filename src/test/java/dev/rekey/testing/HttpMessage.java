package dev.rekey.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request or a response of HTTP/1.1, whole.
 *
 * @param start the first line
 * @param headers the lines after it, in their order
 */
record HttpMessage(String start, List<String> headers, byte[] body) {
  /** Reads a request; empty at the end of the stream. */
  static Optional<HttpMessage> request(InputStream in) throws IOException {
    Optional<String> start = line(in);
    return start.isEmpty() ? Optional.empty() : Optional.of(read(start.get(), in, "0"));
  }

  /** Reads the response of a server that closes the connection after it. */
  static HttpMessage response(InputStream in) throws IOException {
    String start = line(in).orElseThrow(() -> new IOException("no response"));
    return read(start, in, Integer.toString(Integer.MAX_VALUE));
  }

  private static HttpMessage read(String start, InputStream in, String sizeIfNotGiven)
      throws IOException {
    List<String> headers = new ArrayList<>();
    String line = headerLine(in);
    while (!line.isEmpty()) {
      headers.add(line);
      line = headerLine(in);
    }
    var head = new HttpMessage(start, headers, new byte[0]);
    if (head.header("Transfer-Encoding").isPresent()) {
      throw new IOException("only bodies of a given length are understood");
    }
    int size = Integer.parseInt(head.header("Content-Length").orElse(sizeIfNotGiven));
    return new HttpMessage(start, headers, in.readNBytes(size));
  }

  private static String headerLine(InputStream in) throws IOException {
    return line(in).orElseThrow(() -> new IOException("ended among the headers"));
  }

  private static Optional<String> line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return Optional.empty();
      }
      line.write(next);
    }
    return Optional.of(line.toString(ISO_8859_1).stripTrailing());
  }

  /** The first header of this name, in any case. */
  Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> isNamed(header, name))
        .map(header -> header.substring(name.length() + 1).strip())
        .findFirst();
  }

  /** The same with another body. */
  HttpMessage withText(String text) {
    byte[] changed = text.getBytes(UTF_8);
    return new HttpMessage(start, headers, changed)
        .with("Content-Length", Integer.toString(changed.length));
  }

  /** The same with this one header of its name. */
  HttpMessage with(String name, String value) {
    List<String> changed = new ArrayList<>(headers);
    changed.removeIf(header -> isNamed(header, name));
    changed.add(name + ": " + value);
    return new HttpMessage(start, changed, body);
  }

  private static boolean isNamed(String header, String name) {
    return header.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":");
  }

  /** The body as text. */
  String text() {
    return new String(body, UTF_8);
  }

  /** Writes it at once, so that no part of it waits for another one to be acknowledged. */
  void write(OutputStream out) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes((start + "\r\n").getBytes(ISO_8859_1));
    for (String header : headers) {
      bytes.writeBytes((header + "\r\n").getBytes(ISO_8859_1));
    }
    bytes.writeBytes("\r\n".getBytes(ISO_8859_1));
    bytes.writeBytes(body);
    bytes.writeTo(out);
    out.flush();
  }
}
