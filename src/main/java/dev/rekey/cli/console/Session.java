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
  /** Into how many parts long work is told. */
  private static final int PARTS = 20;

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

  /** A client by options, variables and credentials file. To be closed. */
  public RekeyClient client() {
    return connection.client(shell.variables());
  }

  /** A client that logs in so. To be closed. */
  public RekeyClient client(Profile profile) {
    return connection.client(profile, shell.variables());
  }

  /** What options and variables say about the login, and no file; without a secret. */
  public Profile given() {
    return connection.given(shell.variables());
  }

  /** The server that is called, as it was given. */
  public String server() {
    return connection.server(shell.variables());
  }

  /** The file with credentials that was named, if one was. */
  public Optional<Path> credentialsFile() {
    return connection.credentialsFile();
  }

  /** Why the command does not do what it was asked for, on stderr. */
  public void complain(String sentence) {
    shell.err().println("rekey: " + Texts.visible(sentence));
  }

  /** How far long work has come, on stderr. */
  public void progress(String message) {
    if (!printing.isQuiet()) {
      shell.err().println(Texts.visible(message));
      shell.err().flush();
    }
  }

  /**
   * How far work on many things has come, on stderr: now and then, and at the end. Says nothing
   * when it is about one thing alone.
   */
  public void progress(String what, int done, int total) {
    boolean isToBeTold = done == total || done % Math.max(1, total / PARTS) == 0;
    if (total > 1 && isToBeTold) {
      progress("%s %d of %d".formatted(what, done, total));
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
}
