package dev.rekey.rotation;

/** Which config keys a secret may feed where a binding names none. */
public final class CredentialKeys {
  private CredentialKeys() {}

  /** Whether data sources of some kind log in with this key. */
  public static boolean has(String key) {
    return CredentialWays.FED.contains(key);
  }
}
