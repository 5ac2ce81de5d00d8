package dev.rekey.event;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What came beside the body of a message: its headers, by name. Immutable; shows names alone,
 * because a value may be anything.
 */
public final class Attributes {
  public static final Attributes NONE = new Attributes(Map.of());

  private final SortedMap<String, byte[]> values = new TreeMap<>();

  private Attributes(Map<String, byte[]> values) {
    values.forEach((name, value) -> this.values.put(name, value.clone()));
  }

  /** Copies them. */
  public static Attributes of(Map<String, byte[]> values) {
    return new Attributes(values);
  }

  public Optional<byte[]> find(String name) {
    return Optional.ofNullable(values.get(name)).map(byte[]::clone);
  }

  public int count() {
    return values.size();
  }

  /** The bytes of all values; names count by their characters. */
  public int size() {
    return values.entrySet().stream()
        .mapToInt(each -> each.getKey().length() + each.getValue().length)
        .sum();
  }

  /** In the order of their names. */
  public void forEach(BiConsumer<String, byte[]> action) {
    values.forEach((name, value) -> action.accept(name, value.clone()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attributes attributes
        && values.keySet().equals(attributes.values.keySet())
        && values.entrySet().stream()
            .allMatch(each -> Arrays.equals(each.getValue(), attributes.values.get(each.getKey())));
  }

  @Override
  public int hashCode() {
    Map<String, Integer> hashes = new HashMap<>();
    values.forEach((name, value) -> hashes.put(name, Arrays.hashCode(value)));
    return hashes.hashCode();
  }

  @Override
  public String toString() {
    return values.keySet().toString();
  }
}
