package dev.rekey.rotation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.KeySwap;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out which keys of a data source a secret would really change. Pure and thread-safe. */
final class Planner {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Planner() {}

  /**
   * Maps the fields of a secret to config keys and compares them with what the data source holds.
   *
   * @return {@link RotationInput.Planned}, {@link RotationInput.NothingToDo} or {@link
   *     RotationInput.Impossible}
   */
  static RotationInput plan(
      Binding binding, SecretVersion version, Secret value, ConfiguredDataSource target) {
    Optional<JsonNode> fields = Optional.empty();
    List<KeySwap> swaps = new ArrayList<>();
    for (Map.Entry<String, FieldMapping> entry : binding.keys().entrySet()) {
      FieldMapping mapping = entry.getValue();
      Secret raw = value;
      if (!mapping.pointer().matches()) {
        if (fields.isEmpty()) {
          fields = parse(value);
        }
        if (fields.isEmpty()) {
          return new RotationInput.Impossible(
              "The secret "
                  + binding.secret()
                  + " is not JSON, so that it has no "
                  + mapping
                  + ": mend the secret, or bind "
                  + entry.getKey()
                  + " to its whole value.");
        }
        JsonNode field = fields.get().at(mapping.pointer());
        if (!field.isValueNode() || field.isNull()) {
          return new RotationInput.Impossible(
              "The secret "
                  + binding.secret()
                  + " has no plain value at "
                  + mapping
                  + " for "
                  + entry.getKey()
                  + ": mend the secret or the binding.");
        }
        raw = Secret.of(field.asText());
      }
      Secret wanted = mapping.base64() ? raw.base64() : raw;
      ConfigEntry held = target.config().get(entry.getKey());
      switch (held == null ? null : held.value()) {
        case null -> swaps.add(new KeySwap(entry.getKey(), Optional.empty(), Optional.of(wanted)));
        case ConfigValue.Literal literal when literal.value().equals(wanted) -> {}
        case ConfigValue.Literal literal ->
            swaps.add(
                new KeySwap(entry.getKey(), Optional.of(literal.value()), Optional.of(wanted)));
        case ConfigValue.Reference _ -> {
          return new RotationInput.Impossible(
              entry.getKey()
                  + " of "
                  + binding.dataSource()
                  + " is given by a secret_id, which a rotation never overwrites: take the key out of"
                  + " the binding, or give the data source a literal.");
        }
      }
    }
    return swaps.isEmpty()
        ? new RotationInput.NothingToDo(version, "The data source holds these values already.")
        : new RotationInput.Planned(version, new ChangeSet(swaps));
  }

  private static Optional<JsonNode> parse(Secret value) {
    try {
      return Optional.ofNullable(JSON.readTree(value.reveal())).filter(JsonNode::isContainerNode);
    } catch (IOException notJson) {
      // Jackson's text may quote the value, so that nothing of it goes on.
      return Optional.empty();
    }
  }
}
