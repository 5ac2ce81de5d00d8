package dev.rekey.cli.console;

import static picocli.CommandLine.ScopeType.INHERIT;

import dev.rekey.client.CredentialsFile;
import dev.rekey.client.Profile;
import dev.rekey.client.RekeyClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The way to the server. What is not given as an option is taken from the variables that all
 * clients of the API read, then from the credentials file.
 */
public final class Connection {
  public static final String DEFAULT_SERVER = "localhost:8080";

  static final String SERVER = "CHALK_API_SERVER";
  static final String CLIENT_ID = "CHALK_CLIENT_ID";
  static final String CLIENT_SECRET = "CHALK_CLIENT_SECRET";
  static final String ENVIRONMENT = "CHALK_ENVIRONMENT";

  /** All names by which clients of the API read what a credentials file says. */
  private static final List<String> NAMES =
      List.of(
          SERVER,
          "_CHALK_API_SERVER",
          CLIENT_ID,
          "_CHALK_CLIENT_ID",
          CLIENT_SECRET,
          "_CHALK_CLIENT_SECRET",
          ENVIRONMENT,
          "_CHALK_ACTIVE_ENVIRONMENT",
          "CHALK_ACTIVE_ENVIRONMENT");

  /** Where the credentials file is looked for. */
  private static final List<String> FOLDERS = List.of("XDG_CONFIG_HOME", "HOME", "USERPROFILE");

  @Option(
      names = "--api-server",
      scope = INHERIT,
      paramLabel = "HOST:PORT",
      description =
          "The server; by TLS unless it is localhost or 127.0.0.1 (CHALK_API_SERVER, else"
              + " localhost:8080).")
  private @Nullable String apiServer;

  @Option(
      names = "--environment",
      scope = INHERIT,
      paramLabel = "ID",
      description = "The environment (CHALK_ENVIRONMENT, else the one that the server suggests).")
  private @Nullable String environment;

  @Option(
      names = "--client-id",
      scope = INHERIT,
      paramLabel = "ID",
      description = "Who calls (CHALK_CLIENT_ID). Its secret is never an argument.")
  private @Nullable String clientId;

  @Option(
      names = "--credentials-file",
      scope = INHERIT,
      paramLabel = "FILE",
      description =
          "A .chalk.yml, or a file of variables such as data/client.env, in place of the"
              + " variables and of ~/.chalk.yml.")
  private @Nullable Path credentialsFile;

  @Option(
      names = "--root-certificates",
      scope = INHERIT,
      paramLabel = "FILE",
      description = "PEM of the authorities to trust (REKEY_ROOT_CERTIFICATES).")
  private @Nullable String rootCertificates;

  @Option(
      names = "--client-certificate",
      scope = INHERIT,
      paramLabel = "FILE",
      description = "PEM to show to the server (REKEY_CLIENT_CERTIFICATE).")
  private @Nullable String clientCertificate;

  @Option(
      names = "--client-key",
      scope = INHERIT,
      paramLabel = "FILE",
      description = "PEM of its private key, unencrypted PKCS #8 (REKEY_CLIENT_KEY).")
  private @Nullable String clientKey;

  @Option(
      names = "--deadline",
      scope = INHERIT,
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "How long a call may take, such as 500ms, 30s or 2m (30s).")
  private Duration deadline = Duration.ofSeconds(30);

  /**
   * What a client is made from: the variables of this process as far as no option says otherwise.
   * May hold a secret.
   */
  Map<String, String> variables(Map<String, String> ofProcess) {
    var variables = new HashMap<>(ofProcess);
    if (credentialsFile != null) {
      NAMES.forEach(variables::remove);
      variables.putAll(said(credentialsFile));
      // Nothing else is to fill in what the file does not say.
      FOLDERS.forEach(variables::remove);
    }
    if (clientId != null && !clientId.equals(variables.get(CLIENT_ID))) {
      // A secret belongs to its id.
      variables.remove(CLIENT_SECRET);
    }
    put(variables, SERVER, apiServer);
    put(variables, CLIENT_ID, clientId);
    put(variables, ENVIRONMENT, environment);
    put(variables, "REKEY_ROOT_CERTIFICATES", rootCertificates);
    put(variables, "REKEY_CLIENT_CERTIFICATE", clientCertificate);
    put(variables, "REKEY_CLIENT_KEY", clientKey);
    if (!namesServer(variables)) {
      variables.put(SERVER, DEFAULT_SERVER);
    }
    return variables;
  }

  /** The server that is called, as it was given. */
  String server(Map<String, String> ofProcess) {
    Map<String, String> variables = variables(ofProcess);
    return Optional.ofNullable(variables.get(SERVER))
        .or(() -> Optional.ofNullable(variables.get("_CHALK_API_SERVER")))
        .or(() -> fileOf(variables).apiServer())
        .orElse(DEFAULT_SERVER);
  }

  Optional<Path> credentialsFile() {
    return Optional.ofNullable(credentialsFile);
  }

  RekeyClient client(Map<String, String> ofProcess) {
    if (!deadline.isPositive()) {
      throw Problem.usage("--deadline: must be more than zero");
    }
    return RekeyClient.builder(variables(ofProcess)).deadline(deadline).build();
  }

  RekeyClient client(Profile profile, Map<String, String> ofProcess) {
    var variables = variables(ofProcess);
    NAMES.forEach(variables::remove);
    FOLDERS.forEach(variables::remove);
    return RekeyClient.builder(variables).profile(profile).deadline(deadline).build();
  }

  String givenServer(Map<String, String> ofProcess) {
    return given(apiServer, SERVER, ofProcess).orElse(DEFAULT_SERVER);
  }

  Optional<String> givenClientId(Map<String, String> ofProcess) {
    return given(clientId, CLIENT_ID, ofProcess);
  }

  Optional<String> givenEnvironment(Map<String, String> ofProcess) {
    return given(environment, ENVIRONMENT, ofProcess);
  }

  private static Optional<String> given(
      @Nullable String option, String variable, Map<String, String> ofProcess) {
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(ofProcess.get(variable)))
        .filter(text -> !text.isBlank());
  }

  private static boolean namesServer(Map<String, String> variables) {
    return variables.containsKey(SERVER)
        || variables.containsKey("_CHALK_API_SERVER")
        || fileOf(variables).apiServer().isPresent();
  }

  private static Profile fileOf(Map<String, String> variables) {
    return CredentialsFile.of(variables)
        .map(file -> file.profile(Path.of("").toAbsolutePath()))
        .orElse(
            new Profile(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private static Map<String, String> said(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Problem.usage("--credentials-file: there is no file " + file);
    }
    if (file.toString().endsWith(".env")) {
      return VariablesFile.read(file);
    }
    Profile profile = new CredentialsFile(file).profile(Path.of("").toAbsolutePath());
    var said = new HashMap<String, String>();
    profile.apiServer().ifPresent(value -> said.put(SERVER, value));
    profile.clientId().ifPresent(value -> said.put(CLIENT_ID, value));
    profile.clientSecret().ifPresent(value -> said.put(CLIENT_SECRET, value));
    profile.environment().ifPresent(value -> said.put(ENVIRONMENT, value));
    return said;
  }

  private static void put(Map<String, String> variables, String name, @Nullable String value) {
    if (value != null) {
      variables.put(name, value);
    }
  }
}
