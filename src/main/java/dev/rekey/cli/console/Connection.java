package dev.rekey.cli.console;

import static picocli.CommandLine.ScopeType.INHERIT;

import dev.rekey.client.Profile;
import dev.rekey.client.RekeyClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
  private Map<String, String> variables(Map<String, String> ofProcess) {
    var variables = new HashMap<>(ofProcess);
    if (credentialsFile != null) {
      LoginVariables.replace(variables, LoginVariables.ofFile(credentialsFile));
    }
    if (clientId != null) {
      LoginVariables.removeSecretOfAnother(variables, clientId);
    }
    put(variables, LoginVariables.SERVER, apiServer);
    put(variables, LoginVariables.CLIENT_ID, clientId);
    put(variables, LoginVariables.ENVIRONMENT, environment);
    putCertificates(variables);
    variables.put(LoginVariables.SERVER, LoginVariables.server(variables).orElse(DEFAULT_SERVER));
    return variables;
  }

  private void putCertificates(Map<String, String> variables) {
    put(variables, "REKEY_ROOT_CERTIFICATES", rootCertificates);
    put(variables, "REKEY_CLIENT_CERTIFICATE", clientCertificate);
    put(variables, "REKEY_CLIENT_KEY", clientKey);
  }

  /** The server that is called, as it was given. */
  String server(Map<String, String> ofProcess) {
    return variables(ofProcess).getOrDefault(LoginVariables.SERVER, DEFAULT_SERVER);
  }

  Optional<Path> credentialsFile() {
    return Optional.ofNullable(credentialsFile);
  }

  RekeyClient client(Map<String, String> ofProcess) {
    return client(RekeyClient.builder(variables(ofProcess)));
  }

  /** A client that logs in as the profile says; by TLS as options and variables say. */
  RekeyClient client(Profile profile, Map<String, String> ofProcess) {
    var variables = new HashMap<>(ofProcess);
    putCertificates(variables);
    LoginVariables.replace(variables, Map.of());
    return client(RekeyClient.builder(variables).profile(profile));
  }

  private RekeyClient client(RekeyClient.Builder builder) {
    if (!deadline.isPositive()) {
      throw Problem.usage("--deadline: must be more than zero");
    }
    return builder.deadline(deadline).build();
  }

  /** What options and variables say, and no file; without a secret. */
  Profile given(Map<String, String> ofProcess) {
    return new Profile(
        given(apiServer, LoginVariables.SERVER, ofProcess),
        given(clientId, LoginVariables.CLIENT_ID, ofProcess),
        Optional.empty(),
        given(environment, LoginVariables.ENVIRONMENT, ofProcess));
  }

  private static Optional<String> given(
      @Nullable String option, String variable, Map<String, String> ofProcess) {
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(ofProcess.get(variable)))
        .filter(text -> !text.isBlank());
  }

  private static void put(Map<String, String> variables, String name, @Nullable String value) {
    if (value != null) {
      variables.put(name, value);
    }
  }
}
