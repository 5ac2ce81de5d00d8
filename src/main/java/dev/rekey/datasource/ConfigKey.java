package dev.rekey.datasource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A config key of a kind.
 *
 * @param meaning what the value says, in a few words
 * @param secret whether the value is never shown unless asked for by name
 * @param defaultValue what holds when the key is absent, if that can be written as a value
 * @param aliases other names under which clients send the same key
 */
public record ConfigKey(
    String name,
    String meaning,
    Requirement requirement,
    boolean secret,
    Optional<String> defaultValue,
    List<String> aliases) {
  /** Whether a data source can do without the key. */
  public enum Requirement {
    REQUIRED,
    OPTIONAL,
    /** Required or useless, depending on other keys. */
    CONDITIONAL
  }

  public ConfigKey {
    aliases = List.copyOf(aliases);
  }

  static ConfigKey required(String name, String meaning) {
    return of(name, meaning, Requirement.REQUIRED);
  }

  static ConfigKey optional(String name, String meaning) {
    return of(name, meaning, Requirement.OPTIONAL);
  }

  static ConfigKey conditional(String name, String meaning) {
    return of(name, meaning, Requirement.CONDITIONAL);
  }

  private static ConfigKey of(String name, String meaning, Requirement requirement) {
    return new ConfigKey(name, meaning, requirement, false, Optional.empty(), List.of());
  }

  ConfigKey asSecret() {
    return new ConfigKey(name, meaning, requirement, true, defaultValue, aliases);
  }

  ConfigKey defaultingTo(String value) {
    return new ConfigKey(name, meaning, requirement, secret, Optional.of(value), aliases);
  }

  ConfigKey alsoCalled(String alias) {
    return new ConfigKey(name, meaning, requirement, secret, defaultValue, List.of(alias));
  }

  /** Its name and its aliases. */
  public Stream<String> names() {
    return Stream.concat(Stream.of(name), aliases.stream());
  }
}
