package dev.rekey.connector.snowflake;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.Endpoint;
import java.util.regex.Pattern;

/**
 * What an answer means: by Snowflake's code, else by the status of HTTP. There is no public list:
 * the codes are those that its open-source drivers and their issues name.
 */
final class SnowflakeErrors {
  private static final Pattern CODE = Pattern.compile("[0-9]{6}");

  private SnowflakeErrors() {}

  static TestResult ofCode(String code, Endpoint at) {
    String where = at + " (code %s)".formatted(CODE.matcher(code).matches() ? code : "unknown");
    return switch (code) {
      case "390100",
          "390101",
          "390102",
          "390144",
          "394300",
          "394301",
          "394302",
          "394303",
          "394304",
          "394305",
          "394306" ->
          new Refused(where + " refused the login");
      case "390190", "390420", "390422" ->
          new NotPermitted(where + " lets nobody log in from where this worker is");
      case "390400" ->
          new Misconfigured(
              SnowflakeSpec.ACCOUNT, SnowflakeSpec.ACCOUNT + ": " + where + " has no such account");
      case "390189" -> missing(SnowflakeSpec.ROLE, where, "role");
      case "390201" -> missing(SnowflakeSpec.DATABASE, where, "database, schema or warehouse");
      case "000606" -> missing(SnowflakeSpec.WAREHOUSE, where, "warehouse");
      case "003001", "003540" ->
          new NotPermitted(where + " does not let this role use what is named");
      case "000604", "000630" -> new TimedOut(where + " cancelled the query");
      default -> new Unreachable(where + " is not able to serve now");
    };
  }

  /** Snowflake does not tell the two apart, on purpose. */
  static Misconfigured missing(String key, String where, String thing) {
    return new Misconfigured(
        key, "%s: %s has no such %s, or this user may not use it".formatted(key, where, thing));
  }

  static TestResult ofStatus(int status, Endpoint at) {
    String where = at + " (HTTP " + status + ")";
    return switch (status) {
      case 403, 404 ->
          new Misconfigured(
              SnowflakeSpec.ACCOUNT, SnowflakeSpec.ACCOUNT + ": " + where + " has no such account");
      default -> new Unreachable(where + " is not able to serve now");
    };
  }
}
