package dev.rekey.datasource;

import dev.rekey.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a data source may be called, and what its config may hold. The registry and the API both ask
 * these rules, so that a name or a value is refused in the same words wherever it comes from.
 *
 * @param maxValueBytes the size of the largest value, in bytes of UTF-8
 * @param maxKeys the most config keys that a data source may have
 */
public record DataSourceRules(int maxValueBytes, int maxKeys) {
  /** Unless the configuration says otherwise: values of 128 KiB, 200 keys. */
  public static final DataSourceRules DEFAULT = new DataSourceRules(128 * 1024, 200);

  private static final int MAX_NAME_LENGTH = 128;
  private static final int MAX_KEY_LENGTH = 128;
  private static final int MAX_SECRET_ID_LENGTH = 512;
  private static final int MAX_TAGS = 100;
  private static final Pattern TAG = Pattern.compile("[^\\p{Cntrl}]{1,128}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");
  private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * @throws InvalidFieldException for {@code name}
   */
  public void checkName(String name) {
    if (name.isEmpty()) {
      throw new InvalidFieldException("name", "is required");
    }
    if (name.length() > MAX_NAME_LENGTH) {
      throw new InvalidFieldException("name", "is longer than " + MAX_NAME_LENGTH + " characters");
    }
    if (!NAME.matcher(name).matches()) {
      throw new InvalidFieldException("name", "may hold letters, digits and underscores alone");
    }
  }

  /**
   * Checks each key and value, and how many there are.
   *
   * @throws InvalidFieldException for {@code config} or the first key at fault, such as {@code
   *     config.PGHOST}
   */
  public void checkConfig(Map<String, ConfigValue> config) {
    if (config.size() > maxKeys) {
      throw new InvalidFieldException(
          "config", "has " + config.size() + " keys; at most " + maxKeys + " are allowed");
    }
    config.forEach(this::checkEntry);
  }

  private void checkEntry(String key, ConfigValue value) {
    checkKey(key);
    switch (value) {
      case ConfigValue.Literal literal -> checkLiteral(key, literal);
      case ConfigValue.Reference reference -> checkReference(key, reference);
    }
  }

  /**
   * @throws InvalidFieldException for {@code config}
   */
  public void checkKey(String key) {
    if (key.length() > MAX_KEY_LENGTH) {
      throw new InvalidFieldException(
          "config", "has a key that is longer than " + MAX_KEY_LENGTH + " characters");
    }
    // The key itself is not repeated: whoever mixes up key and value would see the value again.
    if (!KEY.matcher(key).matches()) {
      throw new InvalidFieldException(
          "config",
          "has a key that is no variable name: letters, digits and underscores, no digit first");
    }
  }

  /**
   * What a secret of an environment may be called, and what it may hold.
   *
   * @throws InvalidFieldException for {@code name} or {@code config}
   */
  public void checkSecret(String name, Secret value) {
    if (name.isEmpty()) {
      throw new InvalidFieldException("name", "is required");
    }
    if (name.length() > MAX_NAME_LENGTH || !KEY.matcher(name).matches()) {
      throw new InvalidFieldException(
          "name",
          "is no variable name: letters, digits and underscores, no digit first, at most "
              + MAX_NAME_LENGTH
              + " characters");
    }
    checkSize("config", value);
  }

  /**
   * What permission tags may be.
   *
   * @throws InvalidFieldException for {@code permission_tags}
   */
  public void checkTags(List<String> tags) {
    if (tags.size() > MAX_TAGS) {
      throw new InvalidFieldException(
          "permission_tags", "are " + tags.size() + "; at most " + MAX_TAGS + " are allowed");
    }
    if (!tags.stream().allMatch(TAG.asMatchPredicate())) {
      throw new InvalidFieldException(
          "permission_tags",
          "hold one that is empty, longer than 128 characters, or has a control character");
    }
  }

  private void checkLiteral(String key, ConfigValue.Literal literal) {
    checkSize("config." + key, literal.value());
  }

  private void checkSize(String field, Secret value) {
    if (value.size() > maxValueBytes) {
      throw new InvalidFieldException(
          field, "has " + value.size() + " bytes; at most " + maxValueBytes + " are allowed");
    }
  }

  private static void checkReference(String key, ConfigValue.Reference reference) {
    if (reference.secretId().isEmpty()) {
      throw new InvalidFieldException("config." + key, "has an empty secret_id");
    }
    if (reference.secretId().length() > MAX_SECRET_ID_LENGTH) {
      throw new InvalidFieldException(
          "config." + key,
          "has a secret_id that is longer than " + MAX_SECRET_ID_LENGTH + " characters");
    }
  }
}
