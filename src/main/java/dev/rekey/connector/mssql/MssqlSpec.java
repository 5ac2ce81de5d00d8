package dev.rekey.connector.mssql;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.EngineArguments;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a config says about a SQL Server data source.
 *
 * @param encrypt as the driver understands it: true, false, strict
 * @param trusting whether any certificate is taken
 */
record MssqlSpec(Endpoint at, String database, Login login, String encrypt, boolean trusting) {
  static final String DATABASE = "MSSQL_DATABASE";
  static final String USER = "MSSQL_USER";
  static final String CLIENT_ID = "MSSQL_CLIENT_ID";
  static final String TENANT = "MSSQL_TENANT_ID";
  static final String ARGUMENTS = "ENGINE_ARGUMENTS";

  private static final String PASSWORD = "MSSQL_PWD";
  private static final String CLIENT_SECRET = "MSSQL_CLIENT_SECRET";
  private static final String ENCRYPT = "encrypt";
  private static final String TRUSTING = "trust_server_certificate";
  private static final int DEFAULT_PORT = 1433;
  private static final Pattern TENANT_SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,127}");
  private static final List<String> YES_OR_NO = List.of("yes", "no", "true", "false");
  private static final List<String> WAYS = List.of("yes", "no", "true", "false", "strict");

  /** How one logs in. */
  sealed interface Login {}

  record Password(String user, Secret password) implements Login {}

  /** A service principal of Microsoft Entra. */
  record Principal(String tenant, String clientId, Secret secret) implements Login {}

  /** The identity that the machine has in Azure. */
  record OfTheMachine() implements Login {}

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static MssqlSpec of(Map<String, Secret> config) {
    var reader = new ConfigReader(config);
    var arguments =
        EngineArguments.of(
            reader, ARGUMENTS, Set.of("app", "connect_timeout", "timeout", ENCRYPT, TRUSTING));
    return new MssqlSpec(
        new Endpoint(
            reader.requiredHost("MSSQL_HOST"),
            reader.port("MSSQL_TCP_PORT", DEFAULT_PORT),
            "MSSQL_HOST",
            Optional.of(ARGUMENTS)),
        reader.requiredText(DATABASE),
        login(reader),
        arguments.connectOneOf(ENCRYPT, WAYS).map(MssqlSpec::asTheDriverHasIt).orElse("true"),
        arguments
            .connectOneOf(TRUSTING, YES_OR_NO)
            .map(MssqlSpec::asTheDriverHasIt)
            .filter("true"::equals)
            .isPresent());
  }

  private static String asTheDriverHasIt(String text) {
    return switch (text) {
      case "yes" -> "true";
      case "no" -> "false";
      default -> text;
    };
  }

  private static Login login(ConfigReader reader) {
    reader.allOrNone(USER, PASSWORD);
    reader.allOrNone(CLIENT_ID, CLIENT_SECRET, TENANT);
    Optional<String> user = reader.text(USER);
    Optional<String> client = reader.text(CLIENT_ID);
    if (user.isPresent() && client.isPresent()) {
      throw new InvalidConfigException(
          CLIENT_ID, "goes with no " + USER + ": leave one of them out");
    }
    if (user.isPresent()) {
      return new Password(user.get(), reader.secret(PASSWORD).orElseThrow());
    }
    return client
        .<Login>map(
            id ->
                new Principal(
                    reader
                        .shaped(TENANT, TENANT_SHAPE, "the id or the domain of a tenant")
                        .orElseThrow(),
                    id,
                    reader.secret(CLIENT_SECRET).orElseThrow()))
        .orElseGet(OfTheMachine::new);
  }
}
