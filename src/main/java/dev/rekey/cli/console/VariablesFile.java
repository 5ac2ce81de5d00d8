package dev.rekey.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A file of {@code NAME=value} lines, as a shell would source it. */
final class VariablesFile {
  /** What the name of such a file ends with. */
  static final String SUFFIX = ".env";

  private static final String EXPORT = "export ";

  private VariablesFile() {}

  static Map<String, String> read(Path file) {
    var variables = new HashMap<String, String>();
    try {
      for (String each : Files.readAllLines(file)) {
        String line = each.startsWith(EXPORT) ? each.substring(EXPORT.length()) : each;
        int equals = line.indexOf('=');
        if (equals > 0 && !line.startsWith("#")) {
          variables.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
        }
      }
    } catch (IOException _) {
      throw Problem.usage("--credentials-file: " + file + " cannot be read");
    }
    return variables;
  }
}
