package dev.rekey.cli.declare;

import dev.rekey.cli.console.Problem;
import dev.rekey.cli.datasource.DataSourceFile;
import dev.rekey.cli.datasource.Given;
import dev.rekey.cli.declare.Change.Difference;
import dev.rekey.cli.declare.Current.Holding;
import dev.rekey.cli.declare.Current.Source;
import dev.rekey.client.Config;
import dev.rekey.client.IntegrationKind;
import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds a file against what an environment has. Changes nothing. */
final class Comparison {
  private static final String SECRET = "(secret)";
  private static final String WHERE =
      "say in its config where that is ({env: NAME}, {file: PATH} or {secretId: ID}), or bind a"
          + " secret to it";

  private final DeclaredFile file;
  private final Current current;
  private final Map<String, String> variables;
  private final Fed fed;
  private final List<String> kept = new ArrayList<>();

  private Comparison(DeclaredFile file, Current current, Map<String, String> variables) {
    this.file = file;
    this.current = current;
    this.variables = variables;
    this.fed = Fed.by(file, current);
  }

  /**
   * What comes of it.
   *
   * @param changes data sources before bindings, each in the order of the file
   * @param same how many entries of the file are as it says
   * @param kept what is not as the file says, and left so; for a person
   */
  record Result(List<Change> changes, long same, List<String> kept) {}

  /**
   * @param variables where {@code {env: NAME}} is read from
   * @throws Problem when the file cannot be carried out as a whole; names the place
   */
  static Result of(DeclaredFile file, Current current, Map<String, String> variables) {
    return new Comparison(file, current, variables).result();
  }

  private Result result() {
    var changes = new ArrayList<Change>();
    file.dataSources().forEach(entry -> source(entry).ifPresent(changes::add));
    changes.addAll(new BoundComparison(file, current).changes());
    int all = file.dataSources().size() + file.bindings().size();
    long differing = changes.stream().filter(each -> !(each instanceof Change.Refilled)).count();
    return new Result(List.copyOf(changes), all - differing, List.copyOf(kept));
  }

  private Optional<Change> source(DataSourceFile.Entry entry) {
    Map<String, Holding> wanted = new LinkedHashMap<>();
    entry
        .config()
        .forEach((key, given) -> wanted.put(key, holding(entry.name() + "." + key, given)));
    Optional<Source> existing = current.source(entry.name());
    return existing.isPresent()
        ? changed(entry, existing.get(), wanted)
        : Optional.of(made(entry, wanted));
  }

  private Holding holding(String place, Given given) {
    return switch (given) {
      case Given.Value value -> new Holding.Value(value.text());
      case Given.SecretId secret -> new Holding.Reference(secret.id());
      case Given.FromVariable variable -> new Holding.Value(variable.read(place, variables).text());
      case Given.FromFile file -> new Holding.Value(file.read(place).text());
      case Given.Base64OfFile file -> new Holding.Value(file.read(place).text());
    };
  }

  /**
   * A required key that a binding feeds has nothing to hold yet: it is made empty, and the first
   * rotation fills it.
   */
  private Change made(DataSourceFile.Entry entry, Map<String, Holding> wanted) {
    List<String> required = Catalogue.missing(kind(entry.kind()), wanted.keySet());
    List<String> lacking = required.stream().filter(key -> !fed.has(entry.name(), key)).toList();
    if (!lacking.isEmpty()) {
      throw Problem.usage(
          "%s: is new and needs %s; %s".formatted(entry.name(), String.join(", ", lacking), WHERE));
    }
    entry.needed().stream()
        .filter(key -> !wanted.containsKey(key) && !fed.has(entry.name(), key))
        .forEach(key -> kept.add("%s: is made without %s; %s".formatted(entry.name(), key, WHERE)));
    required.forEach(key -> wanted.put(key, new Holding.Value("")));
    var differences = new ArrayList<Difference>();
    wanted.forEach(
        (key, holding) ->
            differences.add(
                new Difference(key, Optional.empty(), shown(entry.kind(), key, holding))));
    return new Change.NewSource(entry.name(), entry.kind(), config(wanted), differences);
  }

  private Optional<Change> changed(
      DataSourceFile.Entry entry, Source existing, Map<String, Holding> wanted) {
    if (existing.datasource().kind() != entry.kind()) {
      throw Problem.usage(
          "%s: is of kind %s, which stays: give the one in the file another name"
              .formatted(entry.name(), existing.datasource().kind()));
    }
    var differing = new LinkedHashMap<String, Holding>();
    var differences = new ArrayList<Difference>();
    wanted.forEach(
        (key, holding) -> {
          Optional<Holding> held = Optional.ofNullable(existing.keys().get(key));
          if (held.equals(Optional.of(holding))) {
            return;
          }
          if (held.isPresent() && fed.has(entry.name(), key)) {
            kept.add("%s: %s is left to its binding".formatted(entry.name(), key));
            return;
          }
          differing.put(key, holding);
          differences.add(
              new Difference(
                  key,
                  held.map(before -> shown(entry.kind(), key, before)),
                  shown(entry.kind(), key, holding)));
        });
    return differing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Change.ChangedSource(existing.datasource(), config(differing), differences));
  }

  private static Config config(Map<String, Holding> keys) {
    Config config = Config.empty();
    for (Map.Entry<String, Holding> each : keys.entrySet()) {
      config =
          switch (each.getValue()) {
            case Holding.Value(String text) -> config.with(each.getKey(), text);
            case Holding.Reference(String secretId) -> config.withSecret(each.getKey(), secretId);
          };
    }
    return config;
  }

  private static String shown(IntegrationKind kind, String key, Holding holding) {
    return switch (holding) {
      case Holding.Value(String text) when text.isEmpty() -> "(empty, until it is rotated)";
      case Holding.Value(String text) -> Catalogue.isSecret(kind(kind), key) ? SECRET : text;
      case Holding.Reference(String secretId) -> "secretId " + secretId;
    };
  }

  private static Kind kind(IntegrationKind kind) {
    return Kind.valueOf(kind.name());
  }
}
