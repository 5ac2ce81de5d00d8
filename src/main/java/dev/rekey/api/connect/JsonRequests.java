package dev.rekey.api.connect;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.rekey.api.call.MalformedRequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the requests of a method from proto3 JSON. Fields that the method does not have are
 * ignored.
 *
 * <p>The text of the parsers' exceptions is never passed on, because it repeats what it could not
 * read: syntax is reported by line and column, anything else by the name of the field.
 */
final class JsonRequests {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

  private final Descriptor type;

  JsonRequests(Descriptor type) {
    this.type = type;
  }

  DynamicMessage read(byte[] body) {
    String text = text(body);
    JsonNode json = tree(text);
    if (!json.isObject()) {
      throw new MalformedRequestException("the body is not a JSON object; {} is the empty request");
    }
    JsonShape.check(json, type, "");
    return merge(text).orElseThrow(() -> unreadable(json));
  }

  /** What the shape does not tell: a number out of range, a duration that is none. */
  private MalformedRequestException unreadable(JsonNode json) {
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      JsonNode alone = MAPPER.createObjectNode().set(entry.getKey(), entry.getValue());
      if (JsonShape.field(type, entry.getKey()) != null && merge(alone.toString()).isEmpty()) {
        return new MalformedRequestException(entry.getKey() + ": is not what the method asks for");
      }
    }
    return new MalformedRequestException("the body is not a request of the method");
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException foreign) {
      throw new MalformedRequestException("the body is not UTF-8", foreign);
    }
  }

  private static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException malformed) {
      JsonLocation at = malformed.getLocation();
      throw new MalformedRequestException(
          "malformed JSON"
              + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()),
          malformed);
    }
  }

  private Optional<DynamicMessage> merge(String json) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    try {
      PARSER.merge(json, message);
      return Optional.of(message.build());
    } catch (InvalidProtocolBufferException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }
}
