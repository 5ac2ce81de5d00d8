package dev.rekey.cli.declare;

import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Texts;
import dev.rekey.cli.declare.Change.Difference;
import dev.rekey.client.BindingSpec;
import java.util.ArrayList;
import java.util.List;

/** What a comparison found, as it is printed. */
final class Report {
  private Report() {}

  /** For a person. */
  static String text(Comparison.Result result) {
    var lines = new ArrayList<String>();
    for (Change change : result.changes()) {
      lines.add(sign(change) + " " + what(change));
      change.differences().stream()
          .filter(each -> !(change instanceof Change.Bound bound && bound.isNew() && isUsual(each)))
          .map(Report::line)
          .forEach(lines::add);
    }
    result.kept().forEach(each -> lines.add("= " + each));
    lines.add(
        "%d to make, %d to change, %d as they are."
            .formatted(count(result, "+"), count(result, "~"), result.same()));
    return String.join("\n", lines);
  }

  private static boolean isUsual(Difference difference) {
    return !difference.key().equals("keys");
  }

  private static String line(Difference difference) {
    return "    "
        + difference.key()
        + ": "
        + difference.before().map(before -> Texts.visible(before) + " -> ").orElse("")
        + Texts.visible(difference.after());
  }

  private static long count(Comparison.Result result, String sign) {
    return result.changes().stream().filter(change -> sign(change).equals(sign)).count();
  }

  private static String sign(Change change) {
    return switch (change) {
      case Change.NewSource _ -> "+";
      case Change.ChangedSource _ -> "~";
      case Change.Bound bound -> bound.isNew() ? "+" : "~";
      case Change.Refilled _ -> ">";
    };
  }

  static String what(Change change) {
    return switch (change) {
      case Change.NewSource made -> "data source %s (%s)".formatted(made.dataSource(), made.kind());
      case Change.ChangedSource changed -> "data source " + changed.dataSource();
      case Change.Bound bound ->
          "binding of %s to %s".formatted(bound.dataSource(), bound.binding().secret());
      case Change.Refilled refilled ->
          "rotation of %s into %s".formatted(refilled.binding().secret(), refilled.dataSource());
    };
  }

  /** For a script. */
  private static Item item(Change change) {
    return subject(change)
        .with(
            "change",
            switch (sign(change)) {
              case "+" -> "create";
              case "~" -> "update";
              default -> "rotate";
            })
        .with("keys", change.differences().stream().map(Difference::key).toList());
  }

  static Item subject(Change change) {
    return switch (change) {
      case Change.NewSource _, Change.ChangedSource _ ->
          Item.of("what", "data source").with("dataSource", change.dataSource());
      case Change.Bound bound -> binding(bound.binding());
      case Change.Refilled refilled -> binding(refilled.binding());
    };
  }

  private static Item binding(BindingSpec binding) {
    return Item.of("what", "binding")
        .with("dataSource", binding.dataSource())
        .with("secret", binding.secret());
  }

  static List<Item> items(Comparison.Result result) {
    return result.changes().stream().map(Report::item).toList();
  }
}
