package dev.rekey.cli.datasource;

import dev.rekey.client.IntegrationKind;
import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.Kind;
import java.util.Arrays;

/** What the catalogue says about the kinds of the API. */
public final class Kinds {
  private Kinds() {}

  /**
   * Whether the value of a key is a secret. Of a kind that is not known here, a key is one where it
   * is one for any kind.
   */
  public static boolean isSecret(IntegrationKind kind, String key) {
    return kind == IntegrationKind.UNKNOWN
        ? Arrays.stream(Kind.values()).anyMatch(each -> Catalogue.isSecret(each, key))
        : Catalogue.isSecret(Kind.valueOf(kind.name()), key);
  }
}
