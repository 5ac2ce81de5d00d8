package dev.rekey.api.call;

import io.grpc.Status;

/** Is told how each call ends, before its caller has the answer wherever the answer is no error. */
@FunctionalInterface
public interface CallEnds {
  /**
   * Runs on the thread of the call, and may block.
   *
   * @param method such as {@code chalk.server.v1.IntegrationsService/GetIntegration}
   */
  void ended(CallFacts facts, String method, Status.Code code);
}
