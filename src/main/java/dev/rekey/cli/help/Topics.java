package dev.rekey.cli.help;

import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.Connection;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Output;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is true of all commands. */
public final class Topics {
  private Topics() {}

  /** The environment variables that are read, with what each says. */
  public static Map<String, String> variables() {
    var variables = new LinkedHashMap<String, String>();
    variables.put("CHALK_API_SERVER", "the server; " + Connection.DEFAULT_SERVER + " without it");
    variables.put("CHALK_CLIENT_ID", "who calls");
    variables.put("CHALK_CLIENT_SECRET", "the secret of who calls");
    variables.put("CHALK_ENVIRONMENT", "the environment; the server suggests one without it");
    variables.put("XDG_CONFIG_HOME", "the folder of .chalk.yml; the home folder without it");
    variables.put("REKEY_ROOT_CERTIFICATES", "PEM of the authorities to trust");
    variables.put("REKEY_CLIENT_CERTIFICATE", "PEM to show to the server");
    variables.put("REKEY_CLIENT_KEY", "PEM of the private key of that");
    variables.put("NO_COLOR", "no colours, whatever it holds");
    return variables;
  }

  static void exitCodes(Output output) {
    output.list(
        Arrays.stream(ExitCode.values())
            .map(each -> Item.of("code", each.code()).with("meaning", each.meaning()))
            .toList(),
        List.of(Column.of("code"), Column.of("meaning")),
        "");
  }

  static void variables(Output output) {
    output.list(
        variables().entrySet().stream()
            .map(each -> Item.of("variable", each.getKey()).with("meaning", each.getValue()))
            .toList(),
        List.of(Column.of("variable"), Column.of("meaning")),
        "");
  }
}
