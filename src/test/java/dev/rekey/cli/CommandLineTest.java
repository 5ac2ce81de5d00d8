package dev.rekey.cli;

import static dev.rekey.cli.CommandRun.CANARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.cli.CommandRun.Result;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private final CommandRun rekey = new CommandRun();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    rekey.close();
  }

  @Test
  void versionIsThatOfTheBuild() throws IOException {
    Matcher version =
        Pattern.compile("<artifactId>rekey</artifactId>\\s*<version>([^<]+)<")
            .matcher(Files.readString(Path.of("pom.xml")));

    assertThat(version.find()).isTrue();
    assertThat(rekey.run("--version").out()).isEqualTo("rekey " + version.group(1) + "\n");
  }

  @Test
  void everyCommandDescribesItself() {
    Described.commands()
        .forEach(
            (words, command) -> {
              String[] help = (words.replaceFirst("rekey ", "") + " --help").split(" ", -1);
              Result result = rekey.run(help);
              assertThat(result.code()).as(words).isZero();
              assertThat(result.out()).startsWith("Usage: " + words).contains("rekey --help");
              assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
            });
  }

  @Test
  void helpIsOfCommandsAndTopics() {
    assertThat(rekey.run("help", "datasources", "create").out())
        .isEqualTo(rekey.run("datasources", "create", "--help").out());
    assertThat(rekey.run("help").out()).contains("datasources", "--api-server", "exit-codes");
    for (ExitCode each : ExitCode.values()) {
      assertThat(rekey.run("help", "exit-codes").out()).contains(each.code() + " ", each.meaning());
    }
    assertThat(rekey.run("help", "variables").out()).contains("CHALK_CLIENT_SECRET");
    assertThat(rekey.run("help", "nothing").code()).isEqualTo(2);
  }

  @Test
  void groupAloneSaysWhatItIsLacking() {
    Result result = rekey.run("datasources");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("subcommand", "See `rekey datasources --help`.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "datasources list " + CANARY,
        "datasources update orders PGPASSWORD=" + CANARY,
        "datasources create orders --kind " + CANARY,
        "datasources create orders --kind postgresql --set " + CANARY,
        "datasources create orders --kind postgresql --password=" + CANARY,
        "rotations list --limit " + CANARY,
        "rotations list --state " + CANARY,
        "datasources list --quiet=" + CANARY,
        "datasources list -p" + CANARY,
        "datasources create orders --kind kafka --kind " + CANARY,
        "datasources list --deadline " + CANARY,
        "datasources list --output " + CANARY,
        "datasources " + CANARY,
        CANARY,
        "completion " + CANARY,
        "serve " + CANARY,
        "help " + CANARY
      })
  void whatIsWrongIsSaidWithoutQuotingIt(String line) {
    Result result = rekey.run(line.split(" ", -1));

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("rekey: ");
    assertThat(result.printed()).doesNotContain(CANARY);
  }

  @Test
  void optionThatIsMistypedIsSuggested() {
    assertThat(rekey.run("datasources", "list", "--ouput", "json").err())
        .contains("there is no option --ouput", "--output");
  }

  @Test
  void serverThatIsAwayIsUnreachableInOneSentence() {
    rekey.variable("CHALK_API_SERVER", "127.0.0.1:" + FreePort.find());

    Result result = rekey.run("datasources", "list");

    assertThat(result.code()).isEqualTo(5);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err())
        .startsWith("rekey: 127.0.0.1:")
        .contains("cannot be reached: ", "refused", "`rekey doctor`");
  }

  @Test
  void loginThatIsRefusedIsToldApart() {
    Result result = rekey.variable("CHALK_CLIENT_SECRET", CANARY).run("datasources", "list");

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("login: ", "unknown client", "`rekey login`");
    assertThat(result.err()).doesNotContain(CANARY);
  }

  @Test
  void credentialsThatAreMissingAreNamed() {
    Result result =
        rekey.without("CHALK_CLIENT_SECRET").without("CHALK_CLIENT_ID").run("datasources", "list");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("CHALK_CLIENT_ID", "CHALK_CLIENT_SECRET");
  }

  @Test
  void optionComesBeforeTheVariable() {
    rekey.run("--environment", "staging", "datasources", "list");
    rekey.run("datasources", "list", "--environment", "other");

    assertThat(rekey.api().calls())
        .extracting(call -> call.environment())
        .containsExactly("staging", "other");
  }

  @Test
  void secretGoesWithItsIdAlone() {
    Result result = rekey.run("datasources", "list", "--client-id", "other");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("client secret (CHALK_CLIENT_SECRET)");
    rekey.without("CHALK_CLIENT_ID");
    assertThat(rekey.run("datasources", "list", "--client-id", "client-1").code()).isZero();
  }

  @Test
  void generatedClientIsAFileOfCredentials() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("client.env"),
            "# made\nCHALK_CLIENT_ID=client-1\nexport CHALK_CLIENT_SECRET=hush-hush\n"
                + "CHALK_ENVIRONMENT=staging\n");
    String server = rekey.api().address();
    rekey.variable("CHALK_CLIENT_ID", "other").variable("CHALK_CLIENT_SECRET", "other");

    Result result =
        rekey.run(
            "datasources", "list", "--credentials-file", file.toString(), "--api-server", server);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(rekey.api().calls()).extracting(call -> call.environment()).containsOnly("staging");
  }

  @Test
  void credentialsFileThatIsNotThereIsNamed() {
    Result result = rekey.run("datasources", "list", "--credentials-file", "nowhere.yml");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("rekey: --credentials-file: there is no file nowhere.yml\n");
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    String green = "\u001b[32m";

    assertThat(rekey.run("rotations", "list").out()).doesNotContain("\u001b");
    rekey.typing("");
    assertThat(rekey.run("rotations", "list").out()).contains(green + "COMMITTED");
    assertThat(rekey.run("rotations", "list", "--no-color").out()).doesNotContain("\u001b");
    assertThat(rekey.run("rotations", "list", "-o", "json").out()).doesNotContain("\u001b");
    assertThat(rekey.variable("NO_COLOR", "1").run("rotations", "list").out())
        .doesNotContain("\u001b");
  }

  @Test
  void textOfOthersDoesNotReachTheTerminalAsItIs() {
    rekey.world().rotations().detail = "\u001b[2Jgone\nnext";

    assertThat(rekey.run("rotations", "list").out())
        .doesNotContain("\u001b")
        .contains("\\u001b[2Jgone\\nnext");
    assertThat(rekey.run("datasources", "get", "\u001b[2J").err())
        .doesNotContain("\u001b")
        .contains("\\u001b[2J");
  }
}
