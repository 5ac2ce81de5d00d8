package dev.rekey.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Prints results: for people as tables and sentences, for scripts as JSON or YAML. */
public final class Output {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final Format format;
  private final Colours colours;
  private @Nullable Table growing;

  Output(PrintWriter out, Format format, boolean coloured) {
    this.out = out;
    this.format = format;
    this.colours = new Colours(coloured);
  }

  /** Whether a person reads it. */
  public boolean isForPeople() {
    return format == Format.TABLE;
  }

  /**
   * Items of a kind; a list for scripts.
   *
   * @param whenEmpty what a person is told when there are none
   */
  public void list(List<Item> items, List<Column> columns, String whenEmpty) {
    switch (format) {
      case TABLE -> {
        if (items.isEmpty()) {
          out.println(whenEmpty);
        } else {
          new Table(columns, colours).print(out, items);
        }
      }
      case JSON -> out.println(json(items.stream().map(Item::plain).toList(), true));
      case YAML -> out.print(yaml(items.stream().map(Item::plain).toList()));
    }
    out.flush();
  }

  /**
   * One item: for people a field on each line, and a table of each field that has several items.
   */
  public void item(Item item) {
    switch (format) {
      case TABLE -> lines(item);
      case JSON -> out.println(json(item.plain(), true));
      case YAML -> out.print(yaml(item.plain()));
    }
    out.flush();
  }

  /** What was done: a sentence for people, the item for scripts. */
  public void done(String sentence, Item item) {
    if (isForPeople()) {
      out.println(Texts.visible(sentence));
      out.flush();
    } else {
      item(item);
    }
  }

  /** One of many that come over time: a row, a line of JSON, or a document of YAML. */
  public void next(Item item, List<Column> columns) {
    switch (format) {
      case TABLE -> {
        boolean first = growing == null;
        Table table = growing == null ? new Table(columns, colours) : growing;
        growing = table;
        table.printNext(out, item, first);
      }
      case JSON -> out.println(json(item.plain(), false));
      case YAML -> out.print("---\n" + yaml(item.plain()));
    }
    out.flush();
  }

  /** A file that another command reads: JSON where that is asked for, else YAML. */
  public void document(Map<String, Object> tree) {
    if (format == Format.JSON) {
      out.println(json(tree, true));
    } else {
      out.print(yaml(tree));
    }
    out.flush();
  }

  /** A text as it is, whatever the format. */
  public void text(String text) {
    out.println(text);
    out.flush();
  }

  /** Whether nobody takes what is printed any more. */
  public boolean isClosed() {
    return out.checkError();
  }

  private void lines(Item item) {
    Map<String, Object> fields = item.fields();
    int width = fields.keySet().stream().mapToInt(String::length).max().orElse(0);
    fields.forEach(
        (field, value) -> {
          if (!isTable(value)) {
            String text = colours.of(Texts.of(value));
            out.println((Table.padded(field, width) + "  " + text).stripTrailing());
          }
        });
    fields.forEach(
        (field, value) -> {
          if (isTable(value)) {
            List<Item> items = ((List<?>) value).stream().map(Item.class::cast).toList();
            out.println();
            out.println(field + ":");
            new Table(columns(items), colours).print(out, items);
          }
        });
  }

  private static boolean isTable(Object value) {
    return value instanceof List<?> list
        && !list.isEmpty()
        && list.stream().allMatch(Item.class::isInstance);
  }

  private static List<Column> columns(List<Item> items) {
    return items.stream()
        .flatMap(item -> item.fields().keySet().stream())
        .distinct()
        .map(Column::of)
        .toList();
  }

  private static String json(Object value, boolean indented) {
    try {
      return indented
          ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value)
          : JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists and texts can be written", e);
    }
  }

  private static String yaml(Object value) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    return new Yaml(options).dump(value);
  }
}
