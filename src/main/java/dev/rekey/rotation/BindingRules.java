package dev.rekey.rotation;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.secret.SecretRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a binding may say, wherever it comes from. Pure and thread-safe.
 *
 * @param environments the ids of those that there are
 * @param bindable which secrets a binding of the store may name, by the id of its environment:
 *     references, or beginnings of references that end in {@code *}. Where nothing is said for any
 *     environment and there is one alone, it may name all; else those that are said
 */
public record BindingRules(Set<String> environments, Map<String, List<String>> bindable) {
  private static final String ANY = "*";

  public BindingRules {
    environments = Set.copyOf(environments);
    bindable = Map.copyOf(bindable);
  }

  /**
   * Two bindings that would overwrite each other for ever.
   *
   * @param index the later one
   * @param other the earlier one
   * @param what they both feed
   * @param advice what follows the message
   */
  public record Clash(int index, int other, String what, String advice) {}

  /**
   * Checks what can be said of one binding alone.
   *
   * @throws InvalidFieldException for {@code environment}, {@code data_source}, {@code keys} or
   *     {@code settle_window}
   */
  public void check(Binding binding) {
    String environment = binding.dataSource().environment();
    if (!environments.contains(environment)) {
      throw new InvalidFieldException("environment", "there is no environment " + environment);
    }
    checkAs("data_source", () -> DataSourceRules.DEFAULT.checkName(binding.dataSource().name()));
    checkAs("keys", () -> binding.keys().keySet().forEach(DataSourceRules.DEFAULT::checkKey));
    binding.settleWindow().ifPresent(BindingRules::checkSettleWindow);
  }

  private static void checkSettleWindow(Duration window) {
    if (window.isNegative() || window.compareTo(SettleWindows.LONGEST) > 0) {
      throw new InvalidFieldException(
          "settle_window", "is from 0 to " + SettleWindows.LONGEST.toSeconds() + " seconds");
    }
  }

  /** Says it in the words of the rule, of another field. */
  private static void checkAs(String field, Runnable rule) {
    try {
      rule.run();
    } catch (InvalidFieldException e) {
      throw new InvalidFieldException(field, e.reason());
    }
  }

  /**
   * Checks besides whether a binding of the store may name its secret.
   *
   * @throws InvalidFieldException also for {@code secret}
   */
  void checkStored(Binding binding) {
    check(binding);
    String environment = binding.dataSource().environment();
    if (!isBindable(environment, binding.secret())) {
      throw new InvalidFieldException(
          "secret",
          binding.secret()
              + " is none that may be bound here: whoever runs the worker allows it under"
              + " rekey.bindable-secrets."
              + environment);
    }
  }

  private boolean isBindable(String environment, SecretRef secret) {
    return (bindable.isEmpty() && environments.size() == 1)
        || bindable.getOrDefault(environment, List.of()).stream()
            .anyMatch(pattern -> matches(pattern, secret.toString()));
  }

  private static boolean matches(String pattern, String secret) {
    return pattern.endsWith(ANY)
        ? secret.startsWith(pattern.substring(0, pattern.length() - ANY.length()))
        : secret.equals(pattern);
  }

  /** The first clash among these, if there is one. */
  public static Optional<Clash> clash(List<Binding> bindings) {
    record Fed(DataSourceRef dataSource, String key) {}
    Map<DataSourceRef, Integer> byDefault = new HashMap<>();
    for (int i = 0; i < bindings.size(); i++) {
      Binding binding = bindings.get(i);
      Integer other =
          binding.keys().isEmpty() ? byDefault.putIfAbsent(binding.dataSource(), i) : null;
      if (other != null) {
        return Optional.of(
            new Clash(i, other, "the credential of " + binding.dataSource(), ": name the keys"));
      }
    }
    Map<Fed, Integer> feeders = new HashMap<>();
    for (int i = 0; i < bindings.size(); i++) {
      Binding binding = bindings.get(i);
      for (String key : binding.keys().keySet()) {
        Integer other = byDefault.get(binding.dataSource());
        if (other == null || !bindings.get(other).mayFeed(key)) {
          other = feeders.putIfAbsent(new Fed(binding.dataSource(), key), i);
        }
        if (other != null) {
          return Optional.of(new Clash(i, other, key + " of " + binding.dataSource(), ""));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Reads mappings as they are written.
   *
   * @throws InvalidFieldException for {@code keys} or one of them
   */
  public static SortedMap<String, FieldMapping> keys(Map<String, String> written) {
    SortedMap<String, FieldMapping> keys = new TreeMap<>();
    written.forEach(
        (key, mapping) -> {
          checkAs("keys", () -> DataSourceRules.DEFAULT.checkKey(key));
          keys.put(key, mapping(key, mapping));
        });
    return keys;
  }

  @SuppressWarnings("UnusedException") // its text repeats what was given, which may be a value
  private static FieldMapping mapping(String key, String written) {
    try {
      return FieldMapping.parse(written);
    } catch (IllegalArgumentException malformed) {
      throw new InvalidFieldException(
          "keys." + key,
          "is no JSON pointer such as /password, nor empty for the whole secret, nor either of"
              + " these behind base64:");
    }
  }
}
