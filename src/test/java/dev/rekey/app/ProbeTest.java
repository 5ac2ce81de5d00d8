package dev.rekey.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rekey.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {
  @ParameterizedTest
  @CsvSource({"200, 0", "503, 1"})
  void exitCodeSaysWhetherTheWorkerIsReady(int status, int code) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer worker = HttpServer.create(address, 0);
    worker.createContext(
        "/q/health/ready",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    worker.start();
    try {
      assertThat(run(worker.getAddress().getPort())).isEqualTo(code);
    } finally {
      worker.stop(0);
    }
  }

  @Test
  void noWorkerIsNotReady() {
    assertThat(run(FreePort.find())).isEqualTo(1);
  }

  private static int run(int port) {
    return Probe.run(Map.of("REKEY_HTTP_MANAGEMENT_PORT", String.valueOf(port)));
  }
}
