package dev.rekey.cli;

import dev.rekey.cli.console.CommandHelp;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.help.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands as a page: {@code make docs} writes it. */
final class CliPage {
  static final Path FILE = Path.of("docs", "cli.md");

  private static final String HEAD =
      """
      # The `rekey` command

      One binary: `rekey serve`, or no word at all, is the worker; any other word asks a worker, and starts nothing of it.
      On a JVM it is [`deploy/bin/rekey`](../deploy/bin/rekey), or `java -jar quarkus-run.jar`. This page is made from the commands by `make docs`.

      ```sh
      set -a; . data/client.env; set +a     # or: rekey login, or --credentials-file data/client.env
      rekey datasources create orders --kind postgresql --set PGHOST=127.0.0.1 --set PGDATABASE=shop --set PGUSER=app --prompt PGPASSWORD
      rekey datasources test orders
      rekey datasources list -o json
      rekey rotations watch
      ```

      - **Secrets are never arguments**: others see those, and the shell keeps them. `--set` refuses a key whose value is a secret;
        `--prompt`, `--set-stdin`, `--set-file`, `--set-base64-file` and `--set-env` take it. No value of a secret is printed, but by `datasources get --reveal KEY`.
      - **Results are on stdout**, as tables for people, which may change at any time, or with `-o json` and `-o yaml` with fields that stay: more may come, none goes.
        A list is a list, empty where there is nothing; `rotations watch` is a line of JSON, or a document of YAML, for each. Times are in UTC.
      - **Progress and problems are on stderr**: one sentence that names the field and the fix. Without a terminal, with `NO_COLOR` or with `--no-color`, nothing is coloured.
      - Completion: `source <(rekey completion bash)`, the same with `zsh`, or `rekey completion fish | source`.

      ## A file of data sources

      What `datasources export` prints and `datasources import` reads, as YAML or JSON. Import makes what is new by name, changes what is there, and leaves alone what the file does not name.
      Values are the texts that stand there: `05432` and `yes` mean themselves. A secret is never in the file, but where it is:

      ```yaml
      dataSources:
        - name: orders
          kind: POSTGRESQL
          config:
            PGHOST: db.example.com
            PGUSER: {env: ORDERS_USER}               # an environment variable
            PGPASSWORD: {file: /run/secrets/orders}  # a file, without the line break at its end
            # or {secretId: ID}                      # whatever that secret of the environment holds
          needed: [PGPASSWORD]                       # by an export: keys that it withholds
      ```

      `datasources apply` reads the same with the bindings that feed them, as `datasources export --bindings` prints it; it says first what differs, writes that alone, and does nothing the second time
      ([why](decisions/0020-declarative-files.md)). A key that a binding feeds needs no value: the first rotation brings it.

      ```yaml
      bindings:
        - secret: aws-sm://eu-west-1/prod/orders
          dataSource: orders
          keys: {PGPASSWORD: /password}              # without: by the kind and the shape of the secret
          preflight: true                            # this and the following where they are not the usual ones
          settleWindow: 3s
          onFailure: {previousWorks: roll-back, previousRefused: keep, unreachable: park}
      ```

      """;

  private CliPage() {}

  /** Writes the page, and what a native image has to know of the commands. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(FILE, text());
    Files.writeString(Reachability.FILE, Reachability.text());
  }

  static String text() {
    CommandLine root = Described.commandLine();
    return HEAD
        + "## How it ends\n\n| code | means |\n|---|---|\n"
        + Arrays.stream(ExitCode.values())
            .map(each -> "| %d | %s |\n".formatted(each.code(), each.meaning()))
            .collect(Collectors.joining())
        + "\n## Variables\n\n| variable | says |\n|---|---|\n"
        + Topics.variables().entrySet().stream()
            .map(each -> "| `%s` | %s |\n".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining())
        + "\nOptions come before variables, variables before the credentials file.\n"
        + "\n## Options of all commands\n\n"
        + options(root.getCommandSpec().options())
        + "\n"
        + "## Fields\n\n"
        + "Of `-o json` and `-o yaml`; `[]` is a list. Times are ISO 8601. One without a value is"
        + " not there.\n\n"
        + "| command | fields |\n"
        + "|---|---|\n"
        + Fields.all().entrySet().stream()
            .map(each -> "| `%s` | %s |\n".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining())
        + "\n# Commands\n"
        + Described.commands().values().stream()
            .map(each -> section(each.getCommandSpec()))
            .collect(Collectors.joining());
  }

  private static String section(CommandSpec command) {
    List<OptionSpec> own =
        CommandHelp.own(command).stream().filter(each -> !each.usageHelp()).toList();
    String parameters =
        command.positionalParameters().stream()
            .map(PositionalParamSpec::paramLabel)
            .map(label -> " " + label)
            .collect(Collectors.joining());
    return "\n## `%s%s`\n\n%s\n"
            .formatted(
                command.qualifiedName(),
                parameters,
                String.join("\n", command.usageMessage().description()))
        + (own.isEmpty() && parameters.isEmpty()
            ? ""
            : "\n" + parameters(command.positionalParameters()) + options(own));
  }

  private static String parameters(List<PositionalParamSpec> parameters) {
    return parameters.stream()
        .map(each -> "- `%s`: %s\n".formatted(each.paramLabel(), said(each.description())))
        .collect(Collectors.joining());
  }

  private static String options(List<OptionSpec> options) {
    return options.stream().map(CliPage::option).collect(Collectors.joining());
  }

  private static String option(OptionSpec option) {
    String value = option.arity().max() > 0 ? " " + option.paramLabel() : "";
    String names =
        Stream.of(option.names())
            .map(name -> "`" + name + value + "`")
            .collect(Collectors.joining(", "));
    return "- %s%s: %s\n"
        .formatted(names, option.required() ? " (needed)" : "", said(option.description()));
  }

  private static String said(String[] description) {
    return String.join(" ", description);
  }
}
