package dev.rekey.secret;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Google calls a secret, or a version of it: {@code
 * projects/<project>/secrets/<name>/versions/<number>}, with {@code locations/<location>/} in a
 * regional one.
 *
 * @param version empty when the name is that of the secret alone
 * @see <a
 *     href="https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions">Secret
 *     Manager: projects.secrets.versions</a>
 */
public record GoogleSecretName(SecretRef secret, Optional<SecretVersion> version) {
  private static final Pattern NAME =
      Pattern.compile(
          "projects/([^/]+)/(?:locations/([^/]+)/)?secrets/([^/]+)"
              + "(?:/versions/([1-9][0-9]{0,17}))?");

  /** Empty when the text is no such name, or when it gives the version by an alias. */
  public static Optional<GoogleSecretName> parse(String text) {
    Matcher name = NAME.matcher(text);
    if (!name.matches()) {
      return Optional.empty();
    }
    String place = name.group(2) == null ? "" : name.group(2) + "/";
    try {
      SecretRef secret =
          new SecretRef(SecretRef.Scheme.GCP_SM, name.group(1), place + name.group(3));
      return Optional.of(
          new GoogleSecretName(secret, Optional.ofNullable(name.group(4)).map(SecretVersion::new)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * The name of a secret.
   *
   * @param secret one of {@link SecretRef.Scheme#GCP_SM}
   */
  public static GoogleSecretName of(SecretRef secret) {
    return new GoogleSecretName(secret, Optional.empty());
  }

  /** Where a regional secret lives; empty for one that is not bound to a place. */
  public Optional<String> location() {
    int slash = secret.name().indexOf('/');
    return slash < 0 ? Optional.empty() : Optional.of(secret.name().substring(0, slash));
  }

  /** The name as Google writes it. */
  @Override
  public String toString() {
    return "projects/"
        + secret.location()
        + location().map(place -> "/locations/" + place).orElse("")
        + "/secrets/"
        + secret.name().substring(secret.name().indexOf('/') + 1)
        + version.map(number -> "/versions/" + number.id()).orElse("");
  }
}
