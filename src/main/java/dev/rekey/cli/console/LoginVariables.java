package dev.rekey.cli.console;

import dev.rekey.client.CredentialsFile;
import dev.rekey.client.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables by which clients of the API log in, and the files that stand in for them. */
final class LoginVariables {
  static final String SERVER = "CHALK_API_SERVER";
  static final String CLIENT_ID = "CHALK_CLIENT_ID";
  static final String CLIENT_SECRET = "CHALK_CLIENT_SECRET";
  static final String ENVIRONMENT = "CHALK_ENVIRONMENT";

  private static final String OTHER_SERVER = "_CHALK_API_SERVER";
  private static final String OTHER_CLIENT_ID = "_CHALK_CLIENT_ID";
  private static final String OTHER_CLIENT_SECRET = "_CHALK_CLIENT_SECRET";

  /** All names by which clients read them, and where they look for a credentials file. */
  private static final List<String> ALL =
      List.of(
          SERVER,
          OTHER_SERVER,
          CLIENT_ID,
          OTHER_CLIENT_ID,
          CLIENT_SECRET,
          OTHER_CLIENT_SECRET,
          ENVIRONMENT,
          "_CHALK_ACTIVE_ENVIRONMENT",
          "CHALK_ACTIVE_ENVIRONMENT",
          "XDG_CONFIG_HOME",
          "HOME",
          "USERPROFILE");

  private LoginVariables() {}

  /** Puts these in place of all that say how to log in; no other file fills in what they lack. */
  static void replace(Map<String, String> variables, Map<String, String> others) {
    ALL.forEach(variables::remove);
    variables.putAll(others);
  }

  /** Removes the secret, which belongs to its id, when they name another id than this one. */
  static void removeSecretOfAnother(Map<String, String> variables, String clientId) {
    boolean isAnother =
        text(variables, CLIENT_ID)
            .or(() -> text(variables, OTHER_CLIENT_ID))
            .filter(named -> !named.equals(clientId))
            .isPresent();
    if (isAnother) {
      variables.remove(CLIENT_SECRET);
      variables.remove(OTHER_CLIENT_SECRET);
    }
  }

  /**
   * What a file says: a {@code .chalk.yml}, or one of variables.
   *
   * @throws Problem when it is not there or cannot be read
   */
  static Map<String, String> ofFile(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Problem.usage("--credentials-file: there is no file " + file);
    }
    if (file.toString().endsWith(VariablesFile.SUFFIX)) {
      return VariablesFile.read(file);
    }
    Profile profile = profile(new CredentialsFile(file));
    var said = new HashMap<String, String>();
    profile.apiServer().ifPresent(value -> said.put(SERVER, value));
    profile.clientId().ifPresent(value -> said.put(CLIENT_ID, value));
    profile.clientSecret().ifPresent(value -> said.put(CLIENT_SECRET, value));
    profile.environment().ifPresent(value -> said.put(ENVIRONMENT, value));
    return said;
  }

  /** The server that they name, or the credentials file that they point at. */
  static Optional<String> server(Map<String, String> variables) {
    return text(variables, SERVER)
        .or(() -> text(variables, OTHER_SERVER))
        .or(() -> CredentialsFile.of(variables).flatMap(file -> profile(file).apiServer()));
  }

  private static Optional<String> text(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  private static Profile profile(CredentialsFile file) {
    return file.profile(Path.of("").toAbsolutePath());
  }
}
