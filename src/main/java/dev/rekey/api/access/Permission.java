package dev.rekey.api.access;

import java.util.Locale;

/** What a client may be allowed to do. */
public enum Permission {
  /** See data sources without their values, and test them. */
  SECRETS_LIST,
  /** See config values. */
  SECRETS_DECRYPT,
  /** Create, change and delete data sources. */
  SECRETS_WRITE,
  /** See rotations, bindings, quarantine and audit, and watch rotations. */
  ROTATIONS_READ,
  /** Plan rotations and ask for them. */
  ROTATIONS_WRITE,
  /** See who calls the worker and what is wrong with it, and exchange its keys. */
  WORKER_ADMIN;

  /** The permission as it is written in configuration and in messages: {@code secrets.list}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /**
   * Reads a permission as it is written in configuration.
   *
   * @throws IllegalArgumentException when there is no such permission
   */
  public static Permission of(String slug) {
    for (Permission permission : values()) {
      if (permission.slug().equals(slug)) {
        return permission;
      }
    }
    throw new IllegalArgumentException("there is no permission '" + slug + "'");
  }
}
