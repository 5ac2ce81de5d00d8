package dev.rekey.api.connect;

import com.google.protobuf.DynamicMessage;
import dev.rekey.api.call.MalformedRequestException;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** How the messages of a method are written in a body. */
sealed interface Codec {
  /** The content type of requests and responses. */
  String contentType();

  /**
   * The message in the binary form.
   *
   * @throws MalformedRequestException when the body is none; says where, and repeats nothing of it
   */
  InputStream decode(Buffer body);

  /** The body of a message that is in the binary form. */
  Buffer encode(InputStream message);

  /** The binary form itself. */
  record Proto() implements Codec {
    static final String CONTENT_TYPE = "application/proto";

    @Override
    public String contentType() {
      return CONTENT_TYPE;
    }

    @Override
    public InputStream decode(Buffer body) {
      return new ByteArrayInputStream(body.getBytes());
    }

    @Override
    public Buffer encode(InputStream message) {
      try {
        return Buffer.buffer(message.readAllBytes());
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }

  /** The proto3 JSON form. */
  record Json(JsonRequests requests, JsonResponses responses) implements Codec {
    static final String CONTENT_TYPE = "application/json";

    @Override
    public String contentType() {
      return CONTENT_TYPE;
    }

    @Override
    public InputStream decode(Buffer body) {
      DynamicMessage message = requests.read(body.getBytes());
      return new ByteArrayInputStream(message.toByteArray());
    }

    @Override
    public Buffer encode(InputStream message) {
      return Buffer.buffer(responses.write(message));
    }
  }
}
