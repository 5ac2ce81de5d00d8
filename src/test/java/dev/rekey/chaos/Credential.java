package dev.rekey.chaos;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user and a password that belong together: one version of a secret. Both tell which version they
 * are of, so that halves of two versions can be told from a whole.
 *
 * @param version 0 is what the data sources are made with
 */
public record Credential(String secret, int version) {
  private static final Pattern USER = Pattern.compile("u\\.(.+)\\.(\\d+)");
  private static final Pattern PASSWORD = Pattern.compile("p\\.(.+)\\.(\\d+)");

  static Optional<Credential> ofUser(String user) {
    return parse(USER.matcher(user));
  }

  static Optional<Credential> ofPassword(String password) {
    return parse(PASSWORD.matcher(password));
  }

  String user() {
    return "u." + secret + "." + version;
  }

  String password() {
    return "p." + secret + "." + version;
  }

  /** The content of the secret. */
  public String json() {
    return "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user(), password());
  }

  private static Optional<Credential> parse(Matcher matcher) {
    return matcher.matches()
        ? Optional.of(new Credential(matcher.group(1), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }
}
