package dev.rekey.api.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import dev.rekey.api.call.MalformedRequestException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds a JSON value against a message type, and names the first field that has the wrong type. The
 * parser of protobuf is too kind: it takes a number or a list for a text, drops enum values that it
 * does not know, and repeats what it cannot read.
 */
final class JsonShape {
  // Keys of maps may be repeated to the caller only where they look like names.
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final String WELL_KNOWN = "google.protobuf.";

  private JsonShape() {}

  /** The field of a type with a name in either case, or null. */
  static @Nullable FieldDescriptor field(Descriptor type, String name) {
    FieldDescriptor field = type.findFieldByName(name);
    if (field != null) {
      return field;
    }
    return type.getFields().stream()
        .filter(each -> each.getJsonName().equals(name))
        .findFirst()
        .orElse(null);
  }

  /**
   * @param path where the object stands in the request: empty, or names that end in a dot
   * @throws MalformedRequestException for the first field that has the wrong type
   */
  static void check(JsonNode object, Descriptor type, String path) {
    Set<OneofDescriptor> given = new HashSet<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      FieldDescriptor field = field(type, entry.getKey());
      if (field == null || entry.getValue().isNull()) {
        continue;
      }
      String name = path + entry.getKey();
      checkField(entry.getValue(), field, name);
      OneofDescriptor oneof = field.getRealContainingOneof();
      if (oneof != null && !given.add(oneof)) {
        throw new MalformedRequestException(name + ": excludes another field that is given too");
      }
    }
  }

  private static void checkField(JsonNode value, FieldDescriptor field, String name) {
    if (field.isMapField()) {
      require(value.isObject(), name, "an object");
      FieldDescriptor inner = field.getMessageType().findFieldByName("value");
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        boolean nameable = NAME.matcher(entry.getKey()).matches();
        checkValue(entry.getValue(), inner, nameable ? name + "." + entry.getKey() : name);
      }
    } else if (field.isRepeated()) {
      require(value.isArray(), name, "a list");
      value.forEach(element -> checkValue(element, field, name));
    } else {
      checkValue(value, field, name);
    }
  }

  private static void checkValue(JsonNode value, FieldDescriptor field, String name) {
    switch (field.getJavaType()) {
      case STRING -> require(value.isTextual(), name, "a text");
      case BOOLEAN -> require(value.isBoolean(), name, "true or false");
      case ENUM ->
          require(
              value.isInt()
                  || (value.isTextual()
                      && field.getEnumType().findValueByName(value.textValue()) != null),
              name,
              "a value of " + field.getEnumType().getName());
      case MESSAGE -> {
        if (!field.getMessageType().getFullName().startsWith(WELL_KNOWN)) {
          require(value.isObject(), name, "an object");
          check(value, field.getMessageType(), name + ".");
        }
      }
      case INT, LONG, FLOAT, DOUBLE ->
          require(value.isNumber() || value.isTextual(), name, "a number");
      case BYTE_STRING -> require(value.isTextual(), name, "a text in base64");
    }
  }

  private static void require(boolean holds, String name, String what) {
    if (!holds) {
      throw new MalformedRequestException(name + ": is not " + what);
    }
  }
}
