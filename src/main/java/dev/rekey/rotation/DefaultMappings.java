package dev.rekey.rotation;

import dev.rekey.datasource.Kind;
import dev.rekey.rotation.SecretShape.Fields;
import dev.rekey.rotation.SecretShape.Pem;
import dev.rekey.rotation.SecretShape.Plain;
import dev.rekey.rotation.SecretShape.ServiceAccount;
import dev.rekey.rotation.SecretShape.Unreadable;
import dev.rekey.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Chooses the config keys that a secret feeds where the binding names none, by the kind of the data
 * source and the shape of the secret. Only credentials are mapped: where a data source connects to
 * is its own affair. Pure and thread-safe.
 */
final class DefaultMappings {
  private DefaultMappings() {}

  /** What was chosen. No text of it holds a value. */
  sealed interface Choice {
    /** These keys, never none, come from the secret. */
    record Mapped(SortedMap<String, Secret> values) implements Choice {}

    /**
     * The data source could log in by several ways with it.
     *
     * @param ways the keys of each
     */
    record Ambiguous(List<List<String>> ways) implements Choice {}

    /**
     * Nothing can be chosen.
     *
     * @param why what follows "the secret", with what would do
     */
    record NoFit(String why) implements Choice {}
  }

  /** A way that fits, with the values for its keys. */
  private record Fit(CredentialWay way, SortedMap<String, Set<Secret>> values) {}

  /**
   * Chooses for a data source.
   *
   * @param held the config keys that it holds; of {@link CredentialWays#FLAGS} only those that say
   *     yes
   */
  static Choice choose(Kind kind, SecretShape shape, Set<String> held) {
    List<CredentialWay> ways = CredentialWays.of(kind);
    Optional<CredentialWay> unfed =
        inUse(ways, held).stream().filter(CredentialWay::isUnfed).findFirst();
    if (ways.isEmpty()) {
      return new Choice.NoFit(
          "cannot be mapped by default, because " + kind + " has no key for a credential");
    }
    if (unfed.isPresent()) {
      return new Choice.NoFit(
          "is not needed, because the data source has "
              + String.join(", ", unfed.get().keys())
              + " and logs in without one: take the binding out");
    }
    return switch (shape) {
      case Unreadable(String why) -> new Choice.NoFit(why + understood(kind));
      case Fields(_, Optional<EngineName> engine)
          when engine.isPresent() && !engine.get().kinds().contains(kind) ->
          new Choice.NoFit("is one for " + engine.get().name() + ", not for " + kind);
      case Fields _, ServiceAccount _, Pem _, Plain _ -> choose(kind, shape, ways, held);
    };
  }

  private static Choice choose(
      Kind kind, SecretShape shape, List<CredentialWay> ways, Set<String> held) {
    List<CredentialWay> used = inUse(ways, held);
    List<Fit> fitting = fitting(shape, ways, used);
    if (fitting.isEmpty()) {
      return new Choice.NoFit("holds no credential that can be told" + understood(kind));
    }
    List<Fit> candidates =
        fitting.stream().filter(each -> used.isEmpty() || used.contains(each.way())).toList();
    return switch (candidates.size()) {
      case 0 -> otherWay(fitting, used);
      case 1 -> mapped(candidates.getFirst().values());
      default ->
          new Choice.Ambiguous(
              candidates.stream().map(each -> List.copyOf(each.values().keySet())).toList());
    };
  }

  /** The ways of which the data source holds a key that no other way has. */
  private static List<CredentialWay> inUse(List<CredentialWay> ways, Set<String> held) {
    return ways.stream()
        .filter(
            way ->
                way.keys().stream()
                    .filter(held::contains)
                    .anyMatch(
                        key ->
                            ways.stream()
                                .noneMatch(
                                    other -> !other.equals(way) && other.keys().contains(key))))
        .toList();
  }

  private static List<Fit> fitting(
      SecretShape shape, List<CredentialWay> ways, List<CredentialWay> used) {
    List<Fit> fitting = new ArrayList<>();
    for (CredentialWay way : ways) {
      // Of one line nobody can say what it is: it is the usual one, unless the config says more.
      boolean usual = way.equals(ways.getFirst()) || used.contains(way);
      SortedMap<String, Set<Secret>> values = way.filledFrom(shape);
      if (!way.isUnfed() && !values.isEmpty() && (usual || !(shape instanceof Plain))) {
        fitting.add(new Fit(way, values));
      }
    }
    List<Fit> named = fitting.stream().filter(fit -> fit.way().isNamedBy(shape)).toList();
    return named.isEmpty() ? fitting : named;
  }

  private static Choice mapped(SortedMap<String, Set<Secret>> values) {
    SortedMap<String, Secret> mapped = new TreeMap<>();
    for (Map.Entry<String, Set<Secret>> entry : values.entrySet()) {
      if (entry.getValue().size() > 1) {
        return new Choice.NoFit("has several fields for " + entry.getKey() + ", with other values");
      }
      mapped.put(entry.getKey(), entry.getValue().iterator().next());
    }
    return new Choice.Mapped(mapped);
  }

  /** Written beside the way that is used, it would pass the test untested. */
  private static Choice otherWay(List<Fit> fitting, List<CredentialWay> used) {
    return new Choice.NoFit(
        "is for "
            + fitting.stream()
                .map(fit -> String.join(", ", fit.values().keySet()))
                .collect(Collectors.joining(" or "))
            + ", but the data source logs in by "
            + used.stream()
                .map(way -> String.join(", ", way.keys()))
                .collect(Collectors.joining(" or ")));
  }

  /** What a person could put into the secret instead. */
  private static String understood(Kind kind) {
    return CredentialWays.of(kind).stream()
        .filter(way -> !way.isUnfed())
        .flatMap(CredentialWay::shapes)
        .collect(Collectors.joining("; ", ". " + kind + " takes ", url(kind)));
  }

  private static String url(Kind kind) {
    return EngineName.hasUrl(kind) ? "; a URL with user:password@" : "";
  }
}
