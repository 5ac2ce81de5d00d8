package dev.rekey.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResourceManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients ping without calls, far more often than some servers put up with. */
@QuarkusTest
@TestProfile(ServedApiProfile.class)
class KeepaliveServedTest {
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACK = 1;
  private static final int PINGS = 500;

  @Test
  void pingsWithoutCallsAreAnsweredAndTheConnectionIsKept() throws IOException {
    URI uri = URI.create(TestHTTPResourceManager.getUri());
    List<Long> acknowledged = new ArrayList<>();
    List<Long> sent = new ArrayList<>();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(10_000);
      socket.setTcpNoDelay(true);
      DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      frame(out, SETTINGS, 0, new byte[0]);

      for (long ping = 1; ping <= PINGS; ping++) {
        sent.add(ping);
        frame(out, PING, 0, payload(ping));
        acknowledged.add(readAcknowledgement(in, out));
      }
    }

    assertThat(acknowledged).isEqualTo(sent);
  }

  /** The payload of the next acknowledgement of a ping. */
  private static long readAcknowledgement(DataInputStream in, DataOutputStream out)
      throws IOException {
    while (true) {
      int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      assertThat(in.readInt()).as("stream of a frame of type " + type).isZero();
      byte[] payload = in.readNBytes(length);
      assertThat(type).as(new String(payload, StandardCharsets.UTF_8)).isNotEqualTo(GOAWAY);
      if (type == SETTINGS && flags != ACK) {
        frame(out, SETTINGS, ACK, new byte[0]);
      }
      if (type == PING && flags == ACK) {
        return ByteBuffer.wrap(payload).getLong();
      }
    }
  }

  private static void frame(DataOutputStream out, int type, int flags, byte[] payload)
      throws IOException {
    out.writeByte(0);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(0);
    out.write(payload);
    out.flush();
  }

  private static byte[] payload(long ping) {
    return ByteBuffer.allocate(Long.BYTES).putLong(ping).array();
  }
}
