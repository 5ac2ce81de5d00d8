package dev.rekey.rotation;

import dev.rekey.rotation.SecretShape.Fields;
import dev.rekey.rotation.SecretShape.Pem;
import dev.rekey.rotation.SecretShape.Plain;
import dev.rekey.rotation.SecretShape.ServiceAccount;
import dev.rekey.rotation.SecretShape.Unreadable;
import dev.rekey.secret.Secret;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One way in which data sources of a kind log in: its config keys, and the fields of a secret that
 * they may come from. Data alone; the tables are in {@link CredentialWays}.
 */
record CredentialWay(List<Part> parts) {
  /** How much of a credential a part is. */
  enum Need {
    /** The secret itself: enough alone, because the rest may stay as it is. */
    ENOUGH,
    /** Nothing without the other parts. */
    PAIRED,
    /** Taken along where it is there. */
    EXTRA,
    /** A key that shows that no secret is needed; nothing feeds it. */
    UNFED
  }

  /** How the value is held. */
  enum Form {
    TEXT,
    /** A PEM private key, in base64. */
    PEM,
    /** The JSON of a service account, in base64. */
    SERVICE_ACCOUNT
  }

  /**
   * A config key.
   *
   * @param names the fields that it may come from, the most usual first, beside the key's own name
   */
  record Part(String key, Need need, Form form, List<String> names) {
    /** Every different value that the secret has for it. */
    private Set<Secret> values(Fields fields) {
      List<Secret> named = fields.values().getOrDefault(SecretShape.plainName(key), List.of());
      Stream<Secret> values =
          named.isEmpty()
              ? names.stream()
                  .map(SecretShape::plainName)
                  .flatMap(name -> fields.values().getOrDefault(name, List.of()).stream())
              : named.stream();
      return values
          .map(value -> form == Form.PEM ? SecretReader.base64Pem(value) : value)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private boolean isNamedBy(Fields fields) {
      return fields.values().containsKey(SecretShape.plainName(key));
    }

    private boolean isNeeded() {
      return need == Need.ENOUGH || need == Need.PAIRED;
    }
  }

  CredentialWay(Part... parts) {
    this(List.of(parts));
  }

  /** Its config keys, in the order of the table. */
  List<String> keys() {
    return parts.stream().map(Part::key).toList();
  }

  /** Whether nothing of a secret is needed. */
  boolean isUnfed() {
    return parts.stream().allMatch(part -> part.need() == Need.UNFED);
  }

  /** Whether a secret names every key that it takes by the name of the key itself. */
  boolean isNamedBy(SecretShape shape) {
    return shape instanceof Fields fields
        && parts.stream().filter(Part::isNeeded).allMatch(part -> part.isNamedBy(fields));
  }

  /**
   * What the secret gives for the config keys: more than one value where it contradicts itself.
   *
   * @return empty when the secret does not fit
   */
  SortedMap<String, Set<Secret>> filledFrom(SecretShape shape) {
    return switch (shape) {
      case Fields fields -> filledFrom(fields);
      case ServiceAccount(Secret whole) -> filledWith(whole.base64(), Form.SERVICE_ACCOUNT);
      case Pem(Secret whole) -> filledWith(whole.base64(), Form.PEM);
      case Plain(Secret line) -> filledWith(line, Form.values());
      case Unreadable _ -> new TreeMap<>();
    };
  }

  private SortedMap<String, Set<Secret>> filledFrom(Fields fields) {
    SortedMap<String, Set<Secret>> filled = new TreeMap<>();
    for (Part part : parts) {
      Set<Secret> values = part.values(fields);
      if (!values.isEmpty()) {
        filled.put(part.key(), values);
      } else if (part.isNeeded()) {
        return new TreeMap<>();
      }
    }
    return filled;
  }

  private SortedMap<String, Set<Secret>> filledWith(Secret whole, Form... forms) {
    return new TreeMap<>(
        enough()
            .filter(part -> List.of(forms).contains(part.form()))
            .map(part -> Map.of(part.key(), Set.of(whole)))
            .orElseGet(Map::of));
  }

  /** The part that a whole secret may be. */
  private Optional<Part> enough() {
    return parts.stream().filter(part -> part.need() == Need.ENOUGH).findFirst();
  }

  /** The shapes that fit, for a person. */
  Stream<String> shapes() {
    String needed = names(Part::isNeeded, " and ");
    String extra = names(part -> part.need() == Need.EXTRA, ", ");
    String object =
        "a JSON object with " + needed + (extra.isEmpty() ? "" : " (and " + extra + ")");
    return Stream.concat(Stream.of(object), enough().stream().map(CredentialWay::wholeShape));
  }

  private String names(Predicate<Part> which, String between) {
    return parts.stream()
        .filter(which)
        .map(part -> part.names().getFirst())
        .collect(Collectors.joining(between));
  }

  private static String wholeShape(Part part) {
    return switch (part.form()) {
      case TEXT -> "one line for " + part.key();
      case PEM -> "a PEM private key for " + part.key();
      case SERVICE_ACCOUNT -> "the JSON key of a service account for " + part.key();
    };
  }
}
