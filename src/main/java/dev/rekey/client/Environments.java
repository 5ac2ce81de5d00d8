package dev.rekey.client;

import com.chalk.server.v1.GetEnvRequest;
import com.chalk.server.v1.GetEnvironmentsRequest;
import com.chalk.server.v1.TeamServiceGrpc;
import java.util.List;

/**
 * Where the client is, and where it may be.
 *
 * <p>Calls block until the server has answered or the client's deadline has passed, and may be made
 * from many threads at once. Every method throws {@link RekeyException} when its call does not
 * succeed.
 */
public final class Environments {
  private final Calls calls;

  Environments(Calls calls) {
    this.calls = calls;
  }

  /**
   * The environment that the client works in.
   *
   * {@snippet class="ExamplesTest"
   * region="environments.current"}
   */
  public Environment current() {
    return Wire.environment(
        calls
            .read(TeamServiceGrpc.getGetEnvMethod(), GetEnvRequest.getDefaultInstance())
            .getEnvironment());
  }

  /**
   * All environments that the client may use.
   *
   * {@snippet class="ExamplesTest"
   * region="environments.list"}
   */
  public List<Environment> list() {
    return calls
        .read(
            TeamServiceGrpc.getGetEnvironmentsMethod(), GetEnvironmentsRequest.getDefaultInstance())
        .getEnvironmentsList()
        .stream()
        .map(Wire::environment)
        .toList();
  }
}
