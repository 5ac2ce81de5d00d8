package dev.rekey.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rekey.cli.console.Shell;
import dev.rekey.client.FakeApi;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands as a process would, with what surrounds them in memory: a server that keeps what it
 * is told, an empty home, and nobody at the terminal unless a test puts somebody there.
 */
public final class CommandRun implements AutoCloseable {
  /** In every secret value of a test, and nowhere in what is printed. */
  public static final String CANARY = "canary-77c1";

  private final FakeApi api = FakeApi.whole();
  private final Map<String, String> variables = new HashMap<>();
  private final List<Duration> pauses = new ArrayList<>();
  private @Nullable String typed;
  private String input = "";

  /** What a command printed, and how it ended. */
  public record Result(int code, String out, String err) {
    /** All that was printed. */
    public String printed() {
      return out + err;
    }
  }

  public CommandRun() {
    variables.put("CHALK_API_SERVER", api.address());
    variables.put("CHALK_CLIENT_ID", FakeApi.ID);
    variables.put("CHALK_CLIENT_SECRET", FakeApi.SECRET);
    variables.put("CHALK_ENVIRONMENT", "production");
  }

  public FakeApi api() {
    return api;
  }

  public FakeApi.World world() {
    return api.world;
  }

  /** Sets a variable of the commands to come. */
  public CommandRun variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  public CommandRun without(String name) {
    variables.remove(name);
    return this;
  }

  /** What is piped into the commands to come. */
  public CommandRun input(String text) {
    input = text;
    return this;
  }

  /** Puts somebody at the terminal who types this whenever they are asked. */
  public CommandRun typing(String text) {
    typed = text;
    return this;
  }

  /** How often commands have waited. */
  public int pauses() {
    return pauses.size();
  }

  public Result run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var shell =
        new Shell(
            variables,
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintWriter(out),
            new PrintWriter(err),
            typed != null,
            new Typist(typed),
            pauses::add);
    int code = Rekey.run(shell, arguments);
    return new Result(code, out.toString(), err.toString());
  }

  /** Makes a data source whose password holds the canary. */
  public void withOrders() {
    input(CANARY);
    Result made =
        run(
            "datasources",
            "create",
            "orders",
            "--kind",
            "postgresql",
            "--set",
            "PGHOST=db",
            "--set",
            "PGDATABASE=shop",
            "--set",
            "PGUSER=app",
            "--set-stdin",
            "PGPASSWORD");
    if (made.code() != 0) {
      throw new IllegalStateException(made.err());
    }
  }

  @Override
  public void close() {
    api.close();
  }

  private record Typist(@Nullable String text) implements Shell.Person {
    @Override
    public Optional<String> secret(String prompt) {
      return Optional.ofNullable(text);
    }

    @Override
    public Optional<String> line(String prompt) {
      return Optional.ofNullable(text);
    }
  }
}
