package dev.rekey.cli.console;

import dev.rekey.client.Profile;
import dev.rekey.client.RekeyClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * One run of the command line: what surrounds it, and the options that all commands have. Not
 * thread-safe, but for {@link #progress}.
 */
public final class Session {
  private final Shell shell;
  private final Connection connection = new Connection();
  private final Printing printing = new Printing();
  private @Nullable Output output;

  public Session(Shell shell) {
    this.shell = shell;
  }

  /** Adds the options that all commands have. */
  public void addOptions(CommandSpec root) {
    root.addMixin("connection", CommandSpec.forAnnotatedObject(connection));
    root.addMixin("printing", CommandSpec.forAnnotatedObject(printing));
  }

  public Shell shell() {
    return shell;
  }

  /** What the run's results are printed to. */
  public Output output() {
    Output made = output;
    if (made == null) {
      made = printing.output(shell);
      output = made;
    }
    return made;
  }

  /** Whether help and problems may be coloured. */
  public boolean isColoured() {
    return printing.isColoured(shell);
  }

  /** A client by options, variables and credentials file. To be closed. */
  public RekeyClient client() {
    return connection.client(shell.variables());
  }

  /** A client that logs in so. To be closed. */
  public RekeyClient client(Profile profile) {
    return connection.client(profile, shell.variables());
  }

  /** The server that an option or a variable names, else the default one. */
  public String givenServer() {
    return connection.givenServer(shell.variables());
  }

  /** The client id that an option or a variable names. */
  public Optional<String> givenClientId() {
    return connection.givenClientId(shell.variables());
  }

  /** The environment that an option or a variable names. */
  public Optional<String> givenEnvironment() {
    return connection.givenEnvironment(shell.variables());
  }

  /** The server that is called, as it was given. */
  public String server() {
    return connection.server(shell.variables());
  }

  /** The file with credentials that was named, if one was. */
  public Optional<Path> credentialsFile() {
    return connection.credentialsFile();
  }

  /** How far long work has come, on stderr. */
  public void progress(String message) {
    if (!printing.isQuiet()) {
      shell.err().println(Texts.visible(message));
      shell.err().flush();
    }
  }

  /** Something that is to be known, though the command goes on; on stderr. */
  public void warn(String message) {
    shell.err().println("rekey: warning: " + Texts.visible(message));
    shell.err().flush();
  }

  /** Waits. */
  public void pause(Duration time) {
    try {
      shell.pause().of(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Problem(ExitCode.INTERRUPTED, "interrupted");
    }
  }

  /**
   * Lets a person think again before something is gone for good.
   *
   * @param sure whether they said so on the command line
   * @throws Problem when they do not want it, or nobody can be asked
   */
  public void confirm(boolean sure, String question) {
    if (sure) {
      return;
    }
    if (!shell.terminal()) {
      throw Problem.usage("--yes: is needed where nobody can be asked");
    }
    String answer = shell.person().line(question + " [y/N] ").orElse("");
    if (!answer.strip().matches("(?i)y(es)?")) {
      throw new Problem(ExitCode.FAILED, "nothing was done");
    }
  }
}
