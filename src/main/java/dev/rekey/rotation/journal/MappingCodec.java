package dev.rekey.rotation.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekey.rotation.FieldMapping;
import java.util.SortedMap;
import java.util.TreeMap;

/** The keys of a binding as JSON. */
final class MappingCodec {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MappingCodec() {}

  static String write(SortedMap<String, FieldMapping> keys) {
    ObjectNode object = JSON.createObjectNode();
    keys.forEach((key, mapping) -> object.put(key, mapping.toString()));
    return object.toString();
  }

  static SortedMap<String, FieldMapping> read(String text) {
    SortedMap<String, FieldMapping> keys = new TreeMap<>();
    parse(text)
        .properties()
        .forEach(entry -> keys.put(entry.getKey(), FieldMapping.parse(entry.getValue().asText())));
    return keys;
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("the store holds a mapping that is no JSON", broken);
    }
  }
}
