package dev.rekey.datasource;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who called the API. Thread-safe; calls block. */
public interface CallLog {
  /** Keeps a call; it is durable when this returns. */
  void add(Call call);

  /**
   * The newest calls of an environment, newest first.
   *
   * @param client only those of the client with this id
   * @param limit at most this many, at least 1
   */
  List<Recorded> list(String environment, Optional<String> client, int limit);

  /**
   * One call. Names keys, never values.
   *
   * @param client the id of the client
   * @param address the network address that it came from; empty when it is not known
   * @param method such as {@code chalk.server.v1.IntegrationsService/GetIntegration}
   * @param subject the id or name that the call is about; empty when it is about none
   * @param keys the config keys that the request names, sorted
   * @param result the code that it was answered with, such as {@code OK}
   */
  record Call(
      Instant at,
      String client,
      String address,
      String method,
      String environment,
      String subject,
      List<String> keys,
      String result) {}

  /**
   * A call that was kept.
   *
   * @param sequence grows with every call
   */
  record Recorded(long sequence, Call call) {}
}
