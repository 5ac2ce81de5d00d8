package dev.rekey.rotation;

import dev.rekey.secret.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the value of a secret looks like, before anything is known of where it is to go. */
sealed interface SecretShape {
  /**
   * A JSON object, or a URL with user and password.
   *
   * @param values by {@link #plainName}; more than one where names differ by their spelling alone.
   *     What is empty, or is no text or number, is not among them
   */
  record Fields(Map<String, List<Secret>> values, Optional<EngineName> engine)
      implements SecretShape {}

  /** The key of a Google service account, as the JSON that Google gives out. */
  record ServiceAccount(Secret whole) implements SecretShape {}

  /** One private key that is not encrypted. */
  record Pem(Secret whole) implements SecretShape {}

  /** One line of text. */
  record Plain(Secret line) implements SecretShape {}

  /**
   * None of these.
   *
   * @param why what follows "the secret", without a value
   */
  record Unreadable(String why) implements SecretShape {}

  /** A field's name without case, underscores, hyphens and dots. */
  static String plainName(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    name.chars()
        .filter(each -> each != '_' && each != '-' && each != '.')
        .forEach(each -> plain.append((char) each));
    return plain.toString().toLowerCase(Locale.ROOT);
  }
}
