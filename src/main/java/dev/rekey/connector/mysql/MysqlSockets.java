package dev.rekey.connector.mysql;

import com.mysql.cj.conf.PropertyDefinitions.SslMode;
import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.conf.PropertySet;
import com.mysql.cj.log.Log;
import com.mysql.cj.protocol.ServerSession;
import com.mysql.cj.protocol.SocketConnection;
import com.mysql.cj.protocol.StandardSocketFactory;
import dev.rekey.connector.support.GuardedSockets;
import dev.rekey.connector.support.JvmTrust;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/**
 * The driver's sockets, which connect only to where data sources may be, and verify certificates by
 * what the JVM trusts now. The driver makes one for each connection, by name.
 */
public final class MysqlSockets extends StandardSocketFactory {
  @Override
  protected Socket createSocket(PropertySet properties) {
    return new GuardedSockets().createSocket();
  }

  @Override
  @SuppressWarnings("unchecked") // the driver's own signature: it asks for a socket
  public <T extends Closeable> T performTlsHandshake(
      SocketConnection connection, ServerSession session, Log log) throws IOException {
    SslMode mode =
        connection.getPropertySet().<SslMode>getEnumProperty(PropertyKey.sslMode).getValue();
    if (mode != SslMode.VERIFY_CA && mode != SslMode.VERIFY_IDENTITY) {
      return super.performTlsHandshake(connection, session, log);
    }
    var socket =
        (SSLSocket) JvmTrust.now().getSocketFactory().createSocket(rawSocket, host, port, true);
    if (mode == SslMode.VERIFY_IDENTITY) {
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    sslSocket = socket;
    return (T) sslSocket;
  }
}
