package dev.rekey.api.call;

import io.grpc.Drainable;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Messages as their bytes, so that a request is parsed where its call is carried out and not by the
 * transport, which cannot answer for a malformed one.
 */
final class RawMessages implements MethodDescriptor.Marshaller<InputStream> {
  private final int limit;

  /**
   * @param limit the size of the largest request, in bytes
   */
  RawMessages(int limit) {
    this.limit = limit;
  }

  @Override
  public InputStream stream(InputStream message) {
    return message;
  }

  /**
   * Takes the bytes of a request over, because the transport closes its stream as soon as this
   * returns; of one that is too large only as many as it takes to tell. A response passes as it is.
   */
  @Override
  public InputStream parse(InputStream message) {
    if (message instanceof Drainable) {
      return message;
    }
    try {
      return new ByteArrayInputStream(message.readNBytes(limit + 1));
    } catch (IOException undecodable) {
      throw new UncheckedIOException(undecodable);
    }
  }

  /**
   * @throws MalformedRequestException when there is no request
   * @throws OversizedRequestException when it is larger than the limit
   */
  InputStream checked(@Nullable InputStream request) {
    if (request == null) {
      throw new MalformedRequestException("there is no request message");
    }
    try {
      if (request.available() > limit) {
        throw new OversizedRequestException(limit);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return request;
  }
}
