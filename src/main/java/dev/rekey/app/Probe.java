package dev.rekey.app;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/**
 * {@code rekey probe}: asks the worker of the same machine whether it is ready, for a container's
 * health check, which has no shell and no curl. Starts nothing of the worker.
 */
final class Probe {
  private static final String PORT = "REKEY_HTTP_MANAGEMENT_PORT";
  private static final int LIMIT_MILLIS = 3_000;

  private Probe() {}

  /** The exit code: 0 when the worker is ready, else 1. */
  @SuppressWarnings("UnusedException") // its absence is the answer
  static int run(Map<String, String> environment) {
    URI ready =
        URI.create(
            "http://127.0.0.1:" + environment.getOrDefault(PORT, "9000") + "/q/health/ready");
    try {
      HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
      connection.setConnectTimeout(LIMIT_MILLIS);
      connection.setReadTimeout(LIMIT_MILLIS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK ? 0 : 1;
    } catch (IOException nobodyThere) {
      return 1;
    }
  }
}
