package dev.rekey.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Looks like a PostgreSQL server to a client that logs in by password and runs a query: on
 * loopback, without TLS, for thousands of databases, and asking the test about every login. What
 * comes as a query is answered with a 1 in one row. Thread-safe.
 */
public final class RecordingPostgres implements AutoCloseable {
  private static final int SSL_REQUEST = 80877103;
  private static final int LARGEST_MESSAGE = 64 * 1024;
  private static final int BACKLOG = 1_000;
  private static final int INT4_TYPE = 23;
  private static final Map<String, String> PARAMETERS = parameters();

  private final ServerSocket listening;
  private final Predicate<Login> door;

  private RecordingPostgres(ServerSocket listening, Predicate<Login> door) {
    this.listening = listening;
    this.door = door;
  }

  /** What a client logs in with. */
  public record Login(String database, String user, String password) {}

  /**
   * Starts a server.
   *
   * @param door says who is let in; asked once for each login, from many threads at once
   */
  public static RecordingPostgres start(Predicate<Login> door) {
    try {
      var listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      var server = new RecordingPostgres(listening, door);
      Thread.ofVirtual().name("recording-postgres").start(server::acceptAll);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptAll() {
    while (true) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().name("recording-postgres").start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        var in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        var out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()))) {
      Map<String, String> startup = startup(in, out);
      message(out, 'R', body -> body.writeInt(3));
      out.flush();
      in.readByte();
      String password = text(in);
      var login =
          new Login(
              startup.getOrDefault("database", ""), startup.getOrDefault("user", ""), password);
      if (door.test(login)) {
        welcome(out);
        answerQueries(in, out);
      } else {
        refuse(out);
      }
    } catch (IOException gone) {
      // A client may leave at any time, above all one that is killed.
    }
  }

  private static Map<String, String> startup(DataInputStream in, DataOutputStream out)
      throws IOException {
    byte[] content = content(in);
    while (ByteBuffer.wrap(content).getInt() == SSL_REQUEST) {
      out.writeByte('N');
      out.flush();
      content = content(in);
    }
    String[] words = new String(content, 4, content.length - 4, UTF_8).split("\0", -1);
    Map<String, String> startup = new HashMap<>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      startup.put(words[i], words[i + 1]);
    }
    return startup;
  }

  private static void welcome(DataOutputStream out) throws IOException {
    message(out, 'R', body -> body.writeInt(0));
    for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
      message(
          out,
          'S',
          body -> {
            text(body, parameter.getKey());
            text(body, parameter.getValue());
          });
    }
    message(
        out,
        'K',
        body -> {
          body.writeInt(1);
          body.writeInt(1);
        });
    ready(out);
  }

  private static void refuse(DataOutputStream out) throws IOException {
    message(
        out,
        'E',
        body -> {
          text(body, "SFATAL");
          text(body, "VFATAL");
          text(body, "C28P01");
          text(body, "Mpassword authentication failed");
          body.writeByte(0);
        });
    out.flush();
  }

  private static void answerQueries(DataInputStream in, DataOutputStream out) throws IOException {
    while (in.readByte() == 'Q') {
      String query = text(in);
      if (query.startsWith("SELECT")) {
        row(out);
        message(out, 'C', body -> text(body, "SELECT 1"));
      } else {
        message(out, 'C', body -> text(body, "SET"));
      }
      ready(out);
    }
  }

  private static void row(DataOutputStream out) throws IOException {
    message(
        out,
        'T',
        body -> {
          body.writeShort(1);
          text(body, "?column?");
          body.writeInt(0);
          body.writeShort(0);
          body.writeInt(INT4_TYPE);
          body.writeShort(4);
          body.writeInt(-1);
          body.writeShort(0);
        });
    message(
        out,
        'D',
        body -> {
          body.writeShort(1);
          body.writeInt(1);
          body.writeByte('1');
        });
  }

  private static void ready(DataOutputStream out) throws IOException {
    message(out, 'Z', body -> body.writeByte('I'));
    out.flush();
  }

  /** Writes what stands in a message. */
  @FunctionalInterface
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static void message(DataOutputStream out, char type, Body body) throws IOException {
    var content = new ByteArrayOutputStream();
    body.write(new DataOutputStream(content));
    out.writeByte(type);
    out.writeInt(content.size() + Integer.BYTES);
    content.writeTo(out);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.writeByte(0);
  }

  private static String text(DataInputStream in) throws IOException {
    byte[] content = content(in);
    return new String(content, 0, content.length - 1, UTF_8);
  }

  private static byte[] content(DataInputStream in) throws IOException {
    int size = in.readInt() - Integer.BYTES;
    if (size < 1 || size > LARGEST_MESSAGE) {
      throw new IOException("a message of " + size + " bytes");
    }
    return in.readNBytes(size);
  }

  /** What the driver wants to know before it goes on. */
  private static Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("server_version", "17.0");
    parameters.put("server_encoding", "UTF8");
    parameters.put("client_encoding", "UTF8");
    parameters.put("DateStyle", "ISO, MDY");
    parameters.put("TimeZone", "UTC");
    parameters.put("integer_datetimes", "on");
    parameters.put("standard_conforming_strings", "on");
    return parameters;
  }
}
