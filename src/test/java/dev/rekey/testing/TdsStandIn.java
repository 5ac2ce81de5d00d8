package dev.rekey.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SQL Server on loopback that logs in and answers two queries, by the protocol TDS as <a
 * href="https://learn.microsoft.com/openspecs/windows_protocols/ms-tds">Microsoft describes it</a>.
 * Shows the wiring of a client, not that SQL Server accepts it. TLS is a matter of {@link TlsFront}
 * and TDS 8.0.
 */
public final class TdsStandIn implements AutoCloseable {
  public static final String USER = "reader";
  public static final String PASSWORD = "right-3f9d";

  /** A token of Entra that gets in. */
  public static final String TOKEN = "entra-right-1";

  private static final Map<String, Boolean> MAY_USE =
      Map.of("orders", true, "it's", true, "closed", false);

  private static final int PRELOGIN = 0x12;
  private static final int LOGIN = 0x10;
  private static final int BATCH = 0x01;
  private static final int RESPONSE = 0x04;
  private static final int HEADER = 8;
  private static final int LAST = 1;
  private static final int FEDERATED = 6;
  private static final int NO_ENCRYPTION = 2;
  private static final Pattern ACCESS = Pattern.compile("SELECT HAS_DBACCESS\\(N'(.*)'\\)");

  private final ServerSocket listening;

  public TdsStandIn() {
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("tds").start(this::acceptAll);
  }

  /** The port on loopback. */
  public int port() {
    return listening.getLocalPort();
  }

  private void acceptAll() {
    while (true) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().name("tds").start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void serve(Socket client) {
    try (client) {
      var in = new DataInputStream(client.getInputStream());
      while (true) {
        int type = in.read();
        if (type < 0) {
          return;
        }
        byte[] message = message(in);
        byte[] answer =
            switch (type) {
              case PRELOGIN -> prelogin(message);
              case LOGIN -> login(message);
              case BATCH -> batch(message);
              default -> done(0);
            };
        client.getOutputStream().write(packet(answer));
      }
    } catch (IOException gone) {
      // A client may leave at any time.
    }
  }

  /** What the packets of a message hold, its type being read already. */
  private static byte[] message(DataInputStream in) throws IOException {
    var message = new ByteArrayOutputStream();
    while (true) {
      int status = in.readUnsignedByte();
      int length = in.readUnsignedShort();
      in.skipNBytes(4);
      message.write(in.readNBytes(length - HEADER));
      if ((status & LAST) != 0) {
        return message.toByteArray();
      }
      in.skipNBytes(1);
    }
  }

  private static byte[] packet(byte[] content) {
    return ByteBuffer.allocate(HEADER + content.length)
        .put((byte) RESPONSE)
        .put((byte) LAST)
        .putShort((short) (HEADER + content.length))
        .putInt(0x00000100)
        .put(content)
        .array();
  }

  /** Names a version, no encryption, and that tokens are known where they are asked for. */
  private static byte[] prelogin(byte[] asked) {
    boolean federated = false;
    for (int i = 0; asked[i] != -1; i += 5) {
      federated |= asked[i] == FEDERATED;
    }
    int options = federated ? 3 : 2;
    int data = options * 5 + 1;
    var answer = ByteBuffer.allocate(data + 8);
    answer.put((byte) 0).putShort((short) data).putShort((short) 6);
    answer.put((byte) 1).putShort((short) (data + 6)).putShort((short) 1);
    if (federated) {
      answer.put((byte) FEDERATED).putShort((short) (data + 7)).putShort((short) 1);
    }
    answer.put((byte) -1);
    answer.put(new byte[] {16, 0, 16, 0, 0, 0}).put((byte) NO_ENCRYPTION).put((byte) 1);
    return Arrays.copyOf(answer.array(), data + (federated ? 8 : 7));
  }

  private static byte[] login(byte[] message) {
    var login = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    Optional<String> token = token(login);
    boolean known =
        token.isPresent()
            ? token.get().equals(TOKEN)
            : text(login, 40, false).equals(USER) && text(login, 44, true).equals(PASSWORD);
    String database = text(login, 68, false);
    if (!known) {
      return error(18456);
    }
    if (!database.isEmpty() && !MAY_USE.getOrDefault(database, false)) {
      return error(4060);
    }
    var answer = new ByteArrayOutputStream();
    byte[] name = "Microsoft SQL Server".getBytes(StandardCharsets.UTF_16LE);
    answer.writeBytes(
        little(3 + 10 + name.length)
            .put((byte) 0xAD)
            .putShort((short) (10 + name.length))
            .put(new byte[] {1, 0x74, 0, 0, 4, (byte) (name.length / 2)})
            .put(name)
            .put(new byte[] {16, 0, 16, 0})
            .array());
    if (token.isPresent()) {
      answer.writeBytes(new byte[] {(byte) 0xAE, 2, 0, 0, 0, 0, -1});
    }
    answer.writeBytes(done(0));
    return answer.toByteArray();
  }

  /** A text of a login, whose place is at an offset; passwords are hidden a little. */
  private static String text(ByteBuffer login, int at, boolean hidden) {
    byte[] text = new byte[2 * login.getShort(at + 2)];
    login.get(login.getShort(at), text);
    if (hidden) {
      for (int i = 0; i < text.length; i++) {
        int bits = (text[i] & 0xff) ^ 0xA5;
        text[i] = (byte) (bits << 4 | bits >>> 4);
      }
    }
    return new String(text, StandardCharsets.UTF_16LE);
  }

  /** The token among the features that a login asks for. */
  private static Optional<String> token(ByteBuffer login) {
    boolean extended = (login.get(27) & 0x10) != 0;
    if (!extended) {
      return Optional.empty();
    }
    int at = login.getInt(login.getShort(56));
    while (login.get(at) != -1) {
      int length = login.getInt(at + 1);
      if (login.get(at) == 2) {
        byte[] token = new byte[login.getInt(at + 6)];
        login.get(at + 10, token);
        return Optional.of(new String(token, StandardCharsets.UTF_16LE));
      }
      at += 5 + length;
    }
    return Optional.empty();
  }

  private static byte[] batch(byte[] message) {
    int headers = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getInt();
    String sql =
        new String(message, headers, message.length - headers, StandardCharsets.UTF_16LE).strip();
    Matcher access = ACCESS.matcher(sql);
    if (access.matches()) {
      String database = access.group(1).replace("''", "'");
      return row(Optional.ofNullable(MAY_USE.get(database)).map(may -> may ? 1 : 0));
    }
    return sql.equals("SELECT 1") ? row(Optional.of(1)) : done(0);
  }

  /** One row of one number. */
  private static byte[] row(Optional<Integer> value) {
    var answer = new ByteArrayOutputStream();
    // one column: no user type, may be null, an integer of four bytes, without a name
    answer.writeBytes(new byte[] {(byte) 0x81, 1, 0, 0, 0, 0, 0, 1, 0, 0x26, 4, 0});
    answer.write(0xD1);
    if (value.isPresent()) {
      answer.write(4);
      answer.writeBytes(little(4).putInt(value.get()).array());
    } else {
      answer.write(0);
    }
    answer.writeBytes(done(1));
    return answer.toByteArray();
  }

  private static byte[] error(int number) {
    byte[] text = "canary-5d0c1b7e".getBytes(StandardCharsets.UTF_16LE);
    var answer = new ByteArrayOutputStream();
    answer.writeBytes(
        little(17 + text.length)
            .put((byte) 0xAA)
            .putShort((short) (14 + text.length))
            .putInt(number)
            .put(new byte[] {1, 14})
            .putShort((short) (text.length / 2))
            .put(text)
            .put(new byte[] {0, 0, 1, 0, 0, 0})
            .array());
    answer.writeBytes(
        little(13).put((byte) 0xFD).putShort((short) 2).putShort((short) 0).putLong(0).array());
    return answer.toByteArray();
  }

  private static byte[] done(long rows) {
    return little(13)
        .put((byte) 0xFD)
        .putShort((short) (rows > 0 ? 0x10 : 0))
        .putShort((short) 0xC1)
        .putLong(rows)
        .array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
