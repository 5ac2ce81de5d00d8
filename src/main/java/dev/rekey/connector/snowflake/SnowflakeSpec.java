package dev.rekey.connector.snowflake;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.EngineArguments;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.secret.Secret;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a config says about a Snowflake data source. */
record SnowflakeSpec(
    String account,
    String user,
    Login login,
    Optional<String> warehouse,
    Optional<String> database,
    Optional<String> schema,
    Optional<String> role) {
  static final String ACCOUNT = "SNOWFLAKE_ACCOUNT_ID";
  static final String PASSWORD = "SNOWFLAKE_PASSWORD";
  static final String PRIVATE_KEY = "SNOWFLAKE_PRIVATE_KEY_B64";
  static final String WAREHOUSE = "SNOWFLAKE_WAREHOUSE";
  static final String DATABASE = "SNOWFLAKE_DATABASE";
  static final String SCHEMA = "SNOWFLAKE_SCHEMA";
  static final String ROLE = "SNOWFLAKE_ROLE";

  private static final String ACCOUNT_ALIAS = "SNOWFLAKE_ACCOUNT";
  private static final Pattern ACCOUNT_SHAPE =
      Pattern.compile("[A-Za-z0-9_-]{1,128}(\\.[A-Za-z0-9_-]{1,64}){0,3}");

  /** How one logs in. */
  sealed interface Login {}

  record Password(Secret value) implements Login {}

  /** By key pair; it wins over a password. */
  record KeyPair(RSAPrivateCrtKey key) implements Login {}

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static SnowflakeSpec of(Map<String, Secret> config) {
    var reader = new ConfigReader(config);
    EngineArguments.of(reader, "ENGINE_ARGUMENTS", Set.of());
    return new SnowflakeSpec(
        account(reader),
        reader.requiredText("SNOWFLAKE_USER"),
        login(reader),
        reader.text(WAREHOUSE),
        reader.text(DATABASE),
        reader.text(SCHEMA),
        reader.text(ROLE));
  }

  private static String account(ConfigReader reader) {
    String shape = "an account identifier, such as myorg-account1 or xy12345.eu-west-1";
    Optional<String> own = reader.shaped(ACCOUNT, ACCOUNT_SHAPE, shape);
    Optional<String> alias = reader.shaped(ACCOUNT_ALIAS, ACCOUNT_SHAPE, shape);
    if (own.isPresent() && alias.isPresent() && !own.equals(alias)) {
      throw new InvalidConfigException(ACCOUNT, "and " + ACCOUNT_ALIAS + " name two accounts");
    }
    return own.or(() -> alias).orElseThrow(() -> new InvalidConfigException(ACCOUNT, "is missing"));
  }

  private static Login login(ConfigReader reader) {
    Optional<Secret> key = reader.base64(PRIVATE_KEY);
    if (key.isPresent()) {
      return new KeyPair(PrivateKeys.of(PRIVATE_KEY, key.get()));
    }
    return reader
        .secret(PASSWORD)
        .map(Password::new)
        .orElseThrow(
            () -> new InvalidConfigException(PASSWORD, "is missing, and so is " + PRIVATE_KEY));
  }

  /** The host of the account: names of hosts have no underscores. */
  String host() {
    return account.replace('_', '-') + ".snowflakecomputing.com";
  }

  /** The account as a login names it: without its region. */
  String loginAccount() {
    int dot = account.indexOf('.');
    return (dot < 0 ? account : account.substring(0, dot)).toUpperCase(Locale.ROOT);
  }
}
