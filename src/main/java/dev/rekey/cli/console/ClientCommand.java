package dev.rekey.cli.console;

import dev.rekey.client.RekeyClient;
import java.util.concurrent.Callable;

/** A command that asks the server. */
public abstract class ClientCommand implements Callable<Integer> {
  private final Session session;

  protected ClientCommand(Session session) {
    this.session = session;
  }

  protected final Session session() {
    return session;
  }

  protected final Output output() {
    return session.output();
  }

  /**
   * What the command does.
   *
   * @throws Problem when it cannot be done
   * @throws dev.rekey.client.RekeyException when a call does not succeed
   */
  protected abstract ExitCode run(RekeyClient client);

  /** Looks at what was given before the server is asked. */
  protected void check() {}

  @Override
  public final Integer call() {
    check();
    try (RekeyClient client = session.client()) {
      return run(client).code();
    }
  }
}
