package dev.rekey.cli.declare;

import dev.rekey.cli.datasource.FileNode;
import dev.rekey.client.BindingSpec;
import dev.rekey.client.BindingTerms;
import dev.rekey.client.BindingTerms.FailureAction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A binding in a file. */
final class BindingNode {
  private static final String SECRET = "secret";
  private static final String DATA_SOURCE = "dataSource";
  private static final String KEYS = "keys";
  private static final String PREFLIGHT = "preflight";
  private static final String SETTLE_WINDOW = "settleWindow";
  private static final String ON_FAILURE = "onFailure";
  private static final String PREVIOUS_WORKS = "previousWorks";
  private static final String PREVIOUS_REFUSED = "previousRefused";
  private static final String UNREACHABLE = "unreachable";

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m)");

  private BindingNode() {}

  static BindingSpec read(FileNode node) {
    Map<String, FileNode> fields =
        node.fields(Set.of(SECRET, DATA_SOURCE, KEYS, PREFLIGHT, SETTLE_WINDOW, ON_FAILURE));
    var keys = new TreeMap<String, String>();
    node.field(fields, KEYS).fields().forEach((key, at) -> keys.put(key, at.text()));
    return new BindingSpec(
        node.field(fields, SECRET).text(),
        node.field(fields, DATA_SOURCE).text(),
        keys,
        terms(node, fields));
  }

  private static BindingTerms terms(FileNode node, Map<String, FileNode> fields) {
    BindingTerms usual = BindingTerms.USUAL;
    FileNode failure = node.field(fields, ON_FAILURE);
    Map<String, FileNode> actions =
        failure.fields(Set.of(PREVIOUS_WORKS, PREVIOUS_REFUSED, UNREACHABLE));
    return new BindingTerms(
        given(node.field(fields, SETTLE_WINDOW)).map(BindingNode::duration),
        given(node.field(fields, PREFLIGHT)).map(BindingNode::truth).orElse(false),
        action(failure.field(actions, PREVIOUS_WORKS), FailureAction.ROLL_BACK, FailureAction.KEEP)
            .orElse(usual.previousWorks()),
        action(
                failure.field(actions, PREVIOUS_REFUSED),
                FailureAction.KEEP,
                FailureAction.ROLL_BACK)
            .orElse(usual.previousRefused()),
        action(failure.field(actions, UNREACHABLE), FailureAction.values())
            .orElse(usual.unreachable()));
  }

  private static Optional<FileNode> given(FileNode node) {
    return Optional.of(node).filter(some -> !some.isMissing());
  }

  private static Duration duration(FileNode node) {
    Matcher parts = DURATION.matcher(node.text());
    if (!parts.matches()) {
      throw node.wrong("must be a time such as 500ms, 3s or 1m");
    }
    long amount = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  private static boolean truth(FileNode node) {
    return switch (node.text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw node.wrong("must be true or false");
    };
  }

  private static Optional<FailureAction> action(FileNode node, FailureAction... possible) {
    return given(node)
        .map(
            at ->
                List.of(possible).stream()
                    .filter(each -> word(each).equals(at.text()))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            at.wrong(
                                "must be one of "
                                    + String.join(
                                        ", ",
                                        List.of(possible).stream()
                                            .map(BindingNode::word)
                                            .toList()))));
  }

  static String word(FailureAction action) {
    return action.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a file says of a binding: of its terms, those that are not usual. */
  static Map<String, Object> tree(BindingSpec binding) {
    BindingTerms terms = binding.terms();
    BindingTerms usual = BindingTerms.USUAL;
    var tree = new LinkedHashMap<String, Object>();
    tree.put(SECRET, binding.secret());
    tree.put(DATA_SOURCE, binding.dataSource());
    if (!binding.keys().isEmpty()) {
      tree.put(KEYS, new TreeMap<>(binding.keys()));
    }
    if (terms.preflight()) {
      tree.put(PREFLIGHT, true);
    }
    terms.settleWindow().ifPresent(window -> tree.put(SETTLE_WINDOW, window.toMillis() + "ms"));
    var actions = new LinkedHashMap<String, Object>();
    put(actions, PREVIOUS_WORKS, terms.previousWorks(), usual.previousWorks());
    put(actions, PREVIOUS_REFUSED, terms.previousRefused(), usual.previousRefused());
    put(actions, UNREACHABLE, terms.unreachable(), usual.unreachable());
    if (!actions.isEmpty()) {
      tree.put(ON_FAILURE, actions);
    }
    return tree;
  }

  private static void put(
      Map<String, Object> tree, String name, FailureAction action, FailureAction usual) {
    if (action != usual) {
      tree.put(name, word(action));
    }
  }
}
