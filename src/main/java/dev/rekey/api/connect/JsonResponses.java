package dev.rekey.api.connect;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Writes the responses of a method as proto3 JSON. */
final class JsonResponses {
  private final Descriptor type;
  private final JsonFormat.Printer printer;

  private JsonResponses(Descriptor type, JsonFormat.Printer printer) {
    this.type = type;
    this.printer = printer.omittingInsignificantWhitespace();
  }

  /** With names in lowerCamelCase. */
  static JsonResponses of(Descriptor type) {
    return new JsonResponses(type, JsonFormat.printer());
  }

  /** With names as they are in the contract: snake_case. */
  static JsonResponses withProtoNames(Descriptor type) {
    return new JsonResponses(type, JsonFormat.printer().preservingProtoFieldNames());
  }

  String write(InputStream message) {
    try {
      return printer.print(DynamicMessage.parseFrom(type, message));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
