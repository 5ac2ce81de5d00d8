package dev.rekey.cli.console;

import java.io.PrintWriter;
import java.util.List;

/** Items below each other, each field in its column. Nothing is cut off. */
final class Table {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final Colours colours;
  private int[] widths;

  Table(List<Column> columns, Colours colours) {
    this.columns = columns;
    this.colours = colours;
    widths = columns.stream().mapToInt(column -> column.title().length()).toArray();
  }

  void print(PrintWriter out, List<Item> items) {
    List<List<String>> rows = items.stream().map(this::cells).toList();
    rows.forEach(this::widen);
    out.println(line(titles(), false));
    rows.forEach(row -> out.println(line(row, true)));
  }

  /** One more row of a table that goes on; columns widen as they must. */
  void printNext(PrintWriter out, Item item, boolean first) {
    List<String> row = cells(item);
    widen(row);
    if (first) {
      out.println(line(titles(), false));
    }
    out.println(line(row, true));
  }

  private List<String> titles() {
    return columns.stream().map(Column::title).toList();
  }

  private List<String> cells(Item item) {
    return columns.stream()
        .map(column -> Texts.of(item.fields().getOrDefault(column.field(), "")))
        .toList();
  }

  private void widen(List<String> row) {
    int[] wider = widths.clone();
    for (int i = 0; i < wider.length; i++) {
      wider[i] = Math.max(wider[i], row.get(i).length());
    }
    widths = wider;
  }

  private String line(List<String> cells, boolean coloured) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      boolean last = i == cells.size() - 1;
      String cell = last ? cells.get(i) : padded(cells.get(i), widths[i]);
      line.append(coloured ? colours.of(cell) : cell).append(last ? "" : GAP);
    }
    return line.toString().stripTrailing();
  }

  static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
