package dev.rekey.app;

import dev.rekey.cli.console.Shell;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What surrounds a client command in a process of its own. */
final class ProcessShell {
  private ProcessShell() {}

  static Shell create() {
    Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    return new Shell(
        System.getenv(),
        System.in,
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        terminal,
        person(terminal ? console : null),
        Thread::sleep);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), false);
  }

  private static Shell.Person person(@Nullable Console console) {
    return new Shell.Person() {
      @Override
      public Optional<String> secret(String prompt) {
        return Optional.ofNullable(console)
            .map(screen -> screen.readPassword("%s", prompt))
            .map(String::new);
      }

      @Override
      public Optional<String> line(String prompt) {
        return Optional.ofNullable(console).map(screen -> screen.readLine("%s", prompt));
      }
    };
  }
}
