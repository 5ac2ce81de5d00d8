package dev.rekey.secret;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a secret lives: {@code aws-sm://<region>/<name or arn>}, {@code
 * gcp-sm://<project>/<secret>} or {@code dir://<name>}.
 *
 * @param scheme the store that keeps it
 * @param location the region or the project; empty for {@link Scheme#DIR}
 * @param name the secret's name in that place
 */
public record SecretRef(Scheme scheme, String location, String name) {
  private static final Pattern DIRECTORY_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /** The kinds of store, each with the scheme of its references. */
  public enum Scheme {
    AWS_SM,
    GCP_SM,
    DIR;

    /** The scheme as it is written in a reference, such as {@code aws-sm}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * @throws IllegalArgumentException when a part is missing, or when the name of a directory secret
   *     is not a plain file name
   */
  public SecretRef {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a secret reference needs a name");
    }
    if (scheme == Scheme.DIR) {
      if (!location.isEmpty() || !DIRECTORY_NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "the name of a dir:// secret is a plain file name: letters, digits, '.', '_' and '-'");
      }
    } else if (location.isEmpty()) {
      throw new IllegalArgumentException(
          scheme.text() + ":// needs " + (scheme == Scheme.AWS_SM ? "a region" : "a project"));
    }
  }

  /** A secret of the mounted directory. */
  public static SecretRef directory(String name) {
    return new SecretRef(Scheme.DIR, "", name);
  }

  /**
   * Reads a reference.
   *
   * @throws IllegalArgumentException when the text is none; the message says what is wrong
   */
  public static SecretRef parse(String text) {
    for (Scheme scheme : Scheme.values()) {
      String prefix = scheme.text() + "://";
      if (text.startsWith(prefix)) {
        return parse(scheme, text.substring(prefix.length()));
      }
    }
    throw new IllegalArgumentException(
        "a secret reference starts with aws-sm://, gcp-sm:// or dir://");
  }

  private static SecretRef parse(Scheme scheme, String rest) {
    if (scheme == Scheme.DIR) {
      return directory(rest);
    }
    int slash = rest.indexOf('/');
    return slash < 0
        ? new SecretRef(scheme, rest, "")
        : new SecretRef(scheme, rest.substring(0, slash), rest.substring(slash + 1));
  }

  /** The reference as it is written in configuration and on the wire. */
  @Override
  public String toString() {
    return scheme.text() + "://" + (location.isEmpty() ? "" : location + "/") + name;
  }
}
