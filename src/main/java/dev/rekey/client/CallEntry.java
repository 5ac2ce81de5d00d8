package dev.rekey.client;

import java.time.Instant;
import java.util.List;

/**
 * A call of the API that was made. Names keys, never values.
 *
 * @param sequence grows with every call
 * @param client the id of the client
 * @param address where it called from
 * @param method such as {@code chalk.server.v1.IntegrationsService/UpdateIntegration}
 * @param subject the id or name that the call was about; empty when it was about none
 * @param keys the config keys that the request named
 * @param result the code that it was answered with, such as OK
 */
public record CallEntry(
    long sequence,
    Instant at,
    String client,
    String address,
    String method,
    String environmentId,
    String subject,
    List<String> keys,
    String result) {
  public CallEntry {
    keys = List.copyOf(keys);
  }
}
