package dev.rekey.event.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rekey.event.EventJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A field of an event, whether it is there or not.
 *
 * @param name with the names of the fields around it, for whoever is told what is wrong with it
 */
record Field(String name, JsonNode node) {
  static Field of(JsonNode event, String name) {
    return new Field(name, event.path(name));
  }

  Field path(String inner) {
    return new Field(name + "." + inner, node.path(inner));
  }

  Field element(int index) {
    return new Field(name + "[" + index + "]", node.path(index));
  }

  /** The first field of that name that has a value, in whatever case the name is written. */
  Field pathInAnyCase(String inner) {
    JsonNode found =
        node.properties().stream()
            .filter(each -> each.getKey().equalsIgnoreCase(inner) && !each.getValue().isNull())
            .findFirst()
            .map(Map.Entry::getValue)
            .orElse(MissingNode.getInstance());
    return new Field(name + "." + inner, found);
  }

  /** Many senders write null for nothing. */
  boolean isAbsent() {
    return node.isMissingNode() || node.isNull();
  }

  /** This field, with one fault more when it is there and has no fields in it. */
  Field objectIfThere(List<String> faults) {
    if (!isAbsent() && !node.isObject()) {
      faults.add(name + " is not a JSON object");
    }
    return this;
  }

  String text(List<String> faults) {
    return EventJson.text(name, node, faults);
  }

  Optional<String> optionalText(List<String> faults) {
    return EventJson.optionalText(name, node, faults);
  }
}
