package dev.rekey.secret;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a secret lives: {@code aws-sm://<region>/<name or arn>}, {@code
 * gcp-sm://<project>/<secret>}, {@code gcp-sm://<project>/<location>/<secret>} for a regional one,
 * or {@code dir://<name>}. {@link SecretIdentities} knows which references mean one secret.
 *
 * <p>{@code managed://<environment>/<name>} is a secret of an environment, which clients write and
 * nobody fetches: rotations are about it, and no binding names it.
 *
 * @param scheme the store that keeps it
 * @param location the region or the project, by id or number, or the environment; empty for {@link
 *     Scheme#DIR}
 * @param name the secret's name in that place
 */
public record SecretRef(Scheme scheme, String location, String name) {
  private static final Pattern DIRECTORY_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}");
  private static final Pattern AWS_NAME = Pattern.compile("[A-Za-z0-9/_+=.@!-]{1,512}");
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9.:-]*");
  private static final Pattern GOOGLE_NAME =
      Pattern.compile("([a-z]+(-[a-z]+)*[0-9]+/)?[A-Za-z0-9_-]{1,255}");

  /** The kinds of store, each with the scheme of its references. */
  public enum Scheme {
    AWS_SM,
    GCP_SM,
    DIR,
    MANAGED;

    /** Those that secrets are fetched from, and that bindings may name. */
    static final Set<Scheme> FETCHED = Set.of(AWS_SM, GCP_SM, DIR);

    /** The scheme as it is written in a reference, such as {@code aws-sm}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * @throws IllegalArgumentException when a part is missing, or when it is none that the store
   *     could have; the message says which
   */
  public SecretRef {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a secret reference needs a name");
    }
    switch (scheme) {
      case AWS_SM -> checkAws(location, name);
      case GCP_SM -> checkGoogle(location, name);
      case DIR ->
          require(
              location.isEmpty() && DIRECTORY_NAME.matcher(name).matches(),
              "the name of a dir:// secret is a plain file name: letters, digits, '.', '_' and '-'");
      case MANAGED -> require(!location.isEmpty(), "managed:// needs an environment");
    }
  }

  private static void checkAws(String region, String name) {
    require(!region.isEmpty(), "aws-sm:// needs a region");
    require(REGION.matcher(region).matches(), "the region of aws-sm:// is one such as eu-west-1");
    Optional<SecretArn> arn = SecretArn.parse(name);
    require(
        arn.isEmpty() || arn.get().region().equals(region),
        "the ARN and the region before it name different regions");
    require(
        AWS_NAME.matcher(arn.map(SecretArn::name).orElse(name)).matches(),
        "the name of an aws-sm:// secret is its ARN, or letters, digits and /_+=.@!-");
  }

  private static void checkGoogle(String project, String name) {
    require(!project.isEmpty(), "gcp-sm:// needs a project");
    require(PROJECT.matcher(project).matches(), "the project of gcp-sm:// is its id or its number");
    require(
        GOOGLE_NAME.matcher(name).matches(),
        "the name of a gcp-sm:// secret has letters, digits, '_' and '-';"
            + " the location of a regional one comes before it, as in europe-west3/name");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** A secret of the mounted directory. */
  public static SecretRef directory(String name) {
    return new SecretRef(Scheme.DIR, "", name);
  }

  /** A secret of an environment. */
  public static SecretRef managed(String environment, String name) {
    return new SecretRef(Scheme.MANAGED, environment, name);
  }

  /**
   * Reads a reference to a secret that can be fetched.
   *
   * @throws IllegalArgumentException when the text is none; the message says what is wrong
   */
  public static SecretRef parse(String text) {
    return read(text, Scheme.FETCHED);
  }

  /** As {@link #parse}, of what {@link #toString} once wrote: secrets of environments too. */
  public static SecretRef parseKept(String text) {
    return read(text, Set.of(Scheme.values()));
  }

  private static SecretRef read(String text, Set<Scheme> schemes) {
    for (Scheme scheme : schemes) {
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
