package dev.rekey.secret;

/**
 * The store's own id of one value of a secret. Says nothing about the value.
 *
 * @param id not empty
 */
public record SecretVersion(String id) {
  /**
   * @throws IllegalArgumentException when the id is empty
   */
  public SecretVersion {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("the id of a secret version is not empty");
    }
  }
}
