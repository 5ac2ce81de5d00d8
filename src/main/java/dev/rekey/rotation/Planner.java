package dev.rekey.rotation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds out which keys of a data source a secret would really change. Pure and thread-safe. */
final class Planner {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> YES = Set.of("true", "1", "yes", "t", "y");

  private final Binding binding;
  private final SecretVersion version;
  private final Secret value;

  private Planner(Binding binding, SecretVersion version, Secret value) {
    this.binding = binding;
    this.version = version;
    this.value = value;
  }

  /** Why it cannot be carried out; the message says what a person has to change. */
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Maps the fields of a secret to config keys and compares them with what the data source holds.
   *
   * @return {@link RotationInput.Planned}, {@link RotationInput.NothingToDo} or {@link
   *     RotationInput.Impossible}
   */
  static RotationInput plan(
      Binding binding,
      SecretVersion version,
      Secret value,
      ConfiguredDataSource target,
      DataSourceRules rules) {
    try {
      return new Planner(binding, version, value).plan(target, rules);
    } catch (Unfit unfit) {
      return new RotationInput.Impossible(unfit.getMessage());
    }
  }

  private RotationInput plan(ConfiguredDataSource target, DataSourceRules rules) throws Unfit {
    List<KeySwap> swaps = new ArrayList<>();
    Map<String, Secret> mapped = binding.keys().isEmpty() ? chosen(target) : wanted();
    for (Map.Entry<String, Secret> entry : mapped.entrySet()) {
      String key = entry.getKey();
      Optional<Secret> wanted = Optional.of(entry.getValue());
      Optional<Secret> held = held(key, target);
      if (!held.equals(wanted)) {
        swaps.add(new KeySwap(key, held, wanted));
      }
    }
    check(swaps, target, rules);
    Optional<Kind> kind = Optional.of(target.dataSource().kind());
    return swaps.isEmpty()
        ? new RotationInput.NothingToDo(
            new Carried(version, kind, List.of()),
            "The data source holds these values already: "
                + String.join(", ", mapped.keySet())
                + ".")
        : new RotationInput.Planned(new Candidate(version, kind, new ChangeSet(swaps)));
  }

  private Map<String, Secret> chosen(ConfiguredDataSource target) throws Unfit {
    Kind kind = target.dataSource().kind();
    return switch (DefaultMappings.choose(kind, SecretReader.read(value), inForce(target))) {
      case DefaultMappings.Choice.Mapped mapped -> mapped.values();
      case DefaultMappings.Choice.Ambiguous ambiguous ->
          throw new Unfit(
              "The secret "
                  + binding.secret()
                  + " may be meant for "
                  + ambiguous.ways().stream()
                      .map(keys -> String.join(", ", keys))
                      .collect(Collectors.joining(" or for "))
                  + ": name those of "
                  + binding.dataSource()
                  + " under keys: of the binding.");
      case DefaultMappings.Choice.NoFit noFit ->
          throw new Unfit(
              "The secret "
                  + binding.secret()
                  + " "
                  + noFit.why()
                  + ". Mend that, or name the keys of "
                  + binding.dataSource()
                  + " under keys: of the binding.");
    };
  }

  /** The keys that hold something which is not a no. */
  private static Set<String> inForce(ConfiguredDataSource target) {
    return target.config().entrySet().stream()
        .filter(entry -> isInForce(entry.getKey(), entry.getValue().value()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isInForce(String key, ConfigValue held) {
    boolean flag = CredentialWays.FLAGS.contains(key);
    return switch (held) {
      case ConfigValue.Literal(Secret value) ->
          flag
              ? YES.contains(
                  new String(value.reveal(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT))
              : value.size() > 0;
      case ConfigValue.Reference _ -> !flag;
    };
  }

  private Map<String, Secret> wanted() throws Unfit {
    Map<String, Secret> wanted = new TreeMap<>();
    Optional<JsonNode> fields = Optional.empty();
    for (Map.Entry<String, FieldMapping> entry : binding.keys().entrySet()) {
      FieldMapping mapping = entry.getValue();
      Secret raw = value;
      if (!mapping.pointer().matches()) {
        if (fields.isEmpty()) {
          fields = Optional.of(parse(entry.getKey(), mapping));
        }
        raw = field(fields.get(), entry.getKey(), mapping);
      }
      if (raw.size() == 0) {
        throw new Unfit(
            "The secret "
                + binding.secret()
                + " is empty at '"
                + mapping
                + "', which "
                + entry.getKey()
                + " comes from: mend the secret or the binding.");
      }
      wanted.put(entry.getKey(), mapping.base64() ? raw.base64() : raw);
    }
    return wanted;
  }

  private JsonNode parse(String key, FieldMapping mapping) throws Unfit {
    Optional<JsonNode> json;
    try {
      json = Optional.ofNullable(JSON.readTree(value.reveal()));
    } catch (IOException notJson) {
      // Jackson's text may quote the value, so that nothing of it goes on.
      json = Optional.empty();
    }
    return json.filter(JsonNode::isContainerNode)
        .orElseThrow(
            () ->
                new Unfit(
                    "The secret "
                        + binding.secret()
                        + " is not JSON, so that it has no "
                        + mapping
                        + ": mend the secret, or bind "
                        + key
                        + " to its whole value."));
  }

  private Secret field(JsonNode fields, String key, FieldMapping mapping) throws Unfit {
    JsonNode field = fields.at(mapping.pointer());
    if (!field.isValueNode() || field.isNull()) {
      throw new Unfit(
          "The secret "
              + binding.secret()
              + " has no plain value at "
              + mapping
              + " for "
              + key
              + ": mend the secret or the binding.");
    }
    return Secret.of(field.asText());
  }

  private Optional<Secret> held(String key, ConfiguredDataSource target) throws Unfit {
    ConfigEntry held = target.config().get(key);
    return switch (held == null ? null : held.value()) {
      case null -> Optional.empty();
      case ConfigValue.Literal literal -> Optional.of(literal.value());
      case ConfigValue.Reference _ ->
          throw new Unfit(
              key
                  + " of "
                  + binding.dataSource()
                  + " is given by a secret_id that names no secret of the environment, and a rotation"
                  + " never overwrites it: make that secret, or name the other keys alone under keys:"
                  + " of the binding.");
    };
  }

  /**
   * What the data source would not take must be known before anything is journalled as prepared:
   * the whole of its config, because the whole is tested afterwards.
   */
  private void check(List<KeySwap> swaps, ConfiguredDataSource target, DataSourceRules rules)
      throws Unfit {
    try {
      rules.checkConfig(new ChangeSet(swaps).appliedTo(target));
    } catch (InvalidFieldException e) {
      throw unfit(e.getMessage());
    }
  }

  private Unfit unfit(String why) {
    return new Unfit(
        binding.dataSource()
            + " cannot take what "
            + binding.secret()
            + " holds: "
            + why
            + ". Mend the secret or the binding.");
  }
}
