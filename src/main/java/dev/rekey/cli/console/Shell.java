package dev.rekey.cli.console;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What surrounds a command. Given, so that tests decide about it.
 *
 * @param variables the environment variables
 * @param in what is piped in, or typed
 * @param out for results
 * @param err for problems and progress
 * @param terminal whether a person sees what goes out, and can be asked
 */
public record Shell(
    Map<String, String> variables,
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    boolean terminal,
    Person person,
    Pause pause) {
  public Shell {
    variables = Map.copyOf(variables);
  }

  /** Who sits at the terminal. */
  public interface Person {
    /** A line that is not shown while it is typed; empty when nobody is there to type. */
    Optional<String> secret(String prompt);

    /** A line; empty when nobody is there to type. */
    Optional<String> line(String prompt);
  }

  /** Waits. */
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /** Without the variables, which may hold a secret. */
  @Override
  public String toString() {
    return "Shell[terminal=" + terminal + "]";
  }
}
