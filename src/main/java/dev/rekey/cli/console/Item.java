package dev.rekey.cli.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing as commands print it: fields in their order. Field names are what scripts rely on.
 * Values are texts, numbers, booleans, {@link Instant}s, items, and lists of these. Immutable.
 */
public final class Item {
  private static final Item EMPTY = new Item(Map.of());

  private final Map<String, Object> fields;

  private Item(Map<String, Object> fields) {
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  public static Item of(String field, Object value) {
    return EMPTY.with(field, value);
  }

  public static Item empty() {
    return EMPTY;
  }

  /** The same with one more field; without it where the value is an empty {@link Optional}. */
  public Item with(String field, Object value) {
    if (value instanceof Optional<?> maybe) {
      return maybe.map(some -> with(field, some)).orElse(this);
    }
    var more = new LinkedHashMap<>(fields);
    more.put(field, value);
    return new Item(more);
  }

  /** A field as a text; empty when there is no such field. */
  public String text(String field) {
    return String.valueOf(fields.getOrDefault(field, ""));
  }

  Map<String, Object> fields() {
    return fields;
  }

  /** What JSON and YAML are made from. */
  Map<String, Object> plain() {
    var plain = new LinkedHashMap<String, Object>();
    fields.forEach((field, value) -> plain.put(field, plain(value)));
    return plain;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Item item -> item.plain();
      // Each a list of its own: YAML would make one that comes twice a reference to the first.
      case List<?> list -> new ArrayList<>(list.stream().map(Item::plain).toList());
      case Number number -> number;
      case Boolean truth -> truth;
      default -> value.toString();
    };
  }

  /** The names of the fields alone. */
  @Override
  public String toString() {
    return "Item" + fields.keySet();
  }
}
