package dev.rekey.connector.clickhouse;

import dev.rekey.connector.clickhouse.StrangeAnswerException.Speaker;
import dev.rekey.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A login, and queries one after the other, over a connection that is open already.
 *
 * <p>Packets and their numbers are those of {@code src/Core/Protocol.h}. Which fields they have
 * depends on the revision that the client names ({@code src/Core/ProtocolDefines.h}, and {@code
 * receiveHello}, {@code receiveQuery} and {@code sendHello} in {@code src/Server/TCPHandler.cpp}):
 * servers send nothing that came after it, and have never refused an old one.
 */
final class NativeSession {
  /**
   * The last revision before a query is to describe its client ({@code
   * DBMS_MIN_REVISION_WITH_CLIENT_INFO} is 54032); servers take such a query for one of a client's
   * own. Tables in data packets have a name since 50264 and blocks an information of their own
   * since 51903, which current servers send without asking for the revision.
   */
  private static final int REVISION = 54_031;

  private static final int CLIENT_HELLO = 0;
  private static final int CLIENT_QUERY = 1;
  private static final int CLIENT_DATA = 2;

  private static final int SERVER_HELLO = 0;
  private static final int SERVER_DATA = 1;
  private static final int SERVER_EXCEPTION = 2;
  private static final int SERVER_PROGRESS = 3;
  private static final int SERVER_END_OF_STREAM = 5;
  private static final int SERVER_PROFILE_INFO = 6;
  private static final int SERVER_TOTALS = 7;
  private static final int SERVER_EXTREMES = 8;

  /** The type of a record of TLS that holds an alert (RFC 8446, section 5.1). */
  private static final int TLS_ALERT = 21;

  private static final int STAGE_COMPLETE = 2;
  private static final int UNCOMPRESSED = 0;

  /** More than {@code SELECT 1} can have. */
  private static final int MOST_COLUMNS = 1;

  private static final int MOST_ROWS = 16;
  private static final int LONGEST_TYPE = 64;

  private final NativeReader in;
  private final OutputStream out;

  NativeSession(InputStream in, OutputStream out) {
    this.in = new NativeReader(in);
    this.out = out;
  }

  /**
   * Logs in, to no database in particular: old servers hang up without a word when they refuse one
   * here, and current ones do not ask whether the user may use it.
   */
  void login(String user, Secret password)
      throws IOException, ServerException, StrangeAnswerException {
    new NativeWriter()
        .number(CLIENT_HELLO)
        .string("rekey")
        .number(1)
        .number(0)
        .number(REVISION)
        .string("")
        .string(user)
        .string(password.reveal())
        .sendTo(out);
    long packet = in.number();
    if (packet == SERVER_EXCEPTION) {
      throw exception();
    }
    if (packet != SERVER_HELLO) {
      throw new StrangeAnswerException(speaker(packet));
    }
    in.skipString(); // name
    in.skipNumbers(3); // version (major, minor), revision
  }

  private Speaker speaker(long packet) throws IOException {
    if (packet == TLS_ALERT) {
      return Speaker.TLS;
    }
    byte[] rest = "TTP/".getBytes(StandardCharsets.US_ASCII);
    return packet == 'H' && Arrays.equals(in.bytes(rest.length), rest)
        ? Speaker.HTTP
        : Speaker.UNKNOWN;
  }

  /** Makes a database the current one, for which it must exist and the user may see it. */
  void use(String database) throws IOException, ServerException, StrangeAnswerException {
    query("USE " + quoted(database));
  }

  /** An identifier in backquotes, with the escapes of a string. */
  static String quoted(String identifier) {
    return "`" + identifier.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  /**
   * Runs a query whose result, if it has one, is of one column of {@code UInt8}, and passes over
   * the result.
   */
  void query(String text) throws IOException, ServerException, StrangeAnswerException {
    NativeWriter packets =
        new NativeWriter()
            .number(CLIENT_QUERY)
            .string("") // the server chooses an id
            .string("") // the end of the settings
            .number(STAGE_COMPLETE)
            .number(UNCOMPRESSED)
            .string(text);
    writeEndOfData(packets);
    packets.sendTo(out);
    boolean more = true;
    while (more) {
      more = readPacket();
    }
  }

  /** An empty block: there are no external tables. */
  private static void writeEndOfData(NativeWriter packets) {
    packets
        .number(CLIENT_DATA)
        .string("") // table
        .number(1)
        .oneByte(0) // is_overflows
        .number(2)
        .fourBytes(-1) // bucket_num
        .number(0) // the end of the block's information
        .number(0) // columns
        .number(0); // rows
  }

  private boolean readPacket() throws IOException, ServerException, StrangeAnswerException {
    switch (in.count(SERVER_EXTREMES)) {
      case SERVER_DATA, SERVER_TOTALS, SERVER_EXTREMES -> skipBlock();
      case SERVER_PROGRESS -> in.skipNumbers(3); // rows, bytes, rows in all
      case SERVER_PROFILE_INFO -> skipProfile();
      case SERVER_EXCEPTION -> throw exception();
      case SERVER_END_OF_STREAM -> {
        return false;
      }
      default -> throw new StrangeAnswerException(Speaker.UNKNOWN);
    }
    return true;
  }

  private void skipBlock() throws IOException, StrangeAnswerException {
    in.skipString(); // table
    in.skipNumbers(1);
    in.oneByte(); // is_overflows
    in.skipNumbers(1);
    in.fourBytes(); // bucket_num
    in.skipNumbers(1); // the end of the block's information
    int columns = in.count(MOST_COLUMNS);
    int rows = in.count(MOST_ROWS);
    for (int column = 0; column < columns; column++) {
      in.skipString(); // name
      String type = new String(in.bytes(in.count(LONGEST_TYPE)), StandardCharsets.US_ASCII);
      if (!type.equals("UInt8")) {
        throw new StrangeAnswerException(Speaker.UNKNOWN);
      }
      in.bytes(rows);
    }
  }

  private void skipProfile() throws IOException, StrangeAnswerException {
    in.skipNumbers(3); // rows, blocks, bytes
    in.oneByte(); // applied_limit
    in.skipNumbers(1); // rows_before_limit
    in.oneByte(); // calculated_rows_before_limit
  }

  /** The code is first; what follows is texts of the server's, which are left unread. */
  private ServerException exception() throws IOException {
    return new ServerException(in.fourBytes());
  }
}
