package dev.rekey.cli.declare;

import dev.rekey.cli.console.Problem;
import dev.rekey.cli.declare.Change.Difference;
import dev.rekey.client.Binding;
import dev.rekey.client.BindingSpec;
import dev.rekey.client.BindingTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Holds the bindings of a file against those of an environment. */
record BoundComparison(DeclaredFile file, Current current) {
  /**
   * Those that are not there, or on other terms.
   *
   * @throws Problem for one that could never be
   */
  List<Change> changes() {
    var changes = new ArrayList<Change>();
    for (BindingSpec wanted : file.bindings()) {
      Optional<Binding> existing = current.binding(wanted.secret(), wanted.dataSource());
      if (existing.filter(each -> isSame(each, wanted)).isEmpty()) {
        check(wanted, existing);
        changes.add(new Change.Bound(wanted, existing.isEmpty(), differences(existing, wanted)));
      } else if (current.source(wanted.dataSource()).isEmpty()) {
        changes.add(new Change.Refilled(wanted));
      }
    }
    return changes;
  }

  private static boolean isSame(Binding existing, BindingSpec wanted) {
    return existing.setAside().isEmpty() && existing.spec().equals(wanted);
  }

  private void check(BindingSpec wanted, Optional<Binding> existing) {
    if (existing.filter(each -> each.origin() == Binding.Origin.CONFIGURATION).isPresent()) {
      throw Problem.usage(
          "%s: is bound to %s by the configuration file of the worker, on other terms: change it there"
              .formatted(wanted.dataSource(), wanted.secret()));
    }
    boolean there =
        current.source(wanted.dataSource()).isPresent()
            || file.dataSources().stream()
                .anyMatch(entry -> entry.name().equals(wanted.dataSource()));
    if (!there) {
      throw Problem.usage(
          "%s: is bound to %s, and is neither in the file nor on the server"
              .formatted(wanted.dataSource(), wanted.secret()));
    }
  }

  private static List<Difference> differences(Optional<Binding> existing, BindingSpec wanted) {
    Map<String, String> before = existing.map(each -> words(each.spec())).orElseGet(Map::of);
    return words(wanted).entrySet().stream()
        .filter(word -> !word.getValue().equals(before.get(word.getKey())))
        .map(
            word ->
                new Difference(
                    word.getKey(), Optional.ofNullable(before.get(word.getKey())), word.getValue()))
        .toList();
  }

  private static Map<String, String> words(BindingSpec binding) {
    BindingTerms terms = binding.terms();
    var words = new TreeMap<String, String>();
    words.put("keys", keys(binding));
    words.put("preflight", String.valueOf(terms.preflight()));
    words.put(
        "settleWindow",
        terms.settleWindow().map(each -> each.toMillis() + "ms").orElse("(that of the kind)"));
    words.put("onFailure.previousWorks", BindingNode.word(terms.previousWorks()));
    words.put("onFailure.previousRefused", BindingNode.word(terms.previousRefused()));
    words.put("onFailure.unreachable", BindingNode.word(terms.unreachable()));
    return words;
  }

  private static String keys(BindingSpec binding) {
    return binding.keys().isEmpty()
        ? "(by kind and secret)"
        : new TreeMap<>(binding.keys())
            .entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
  }
}
