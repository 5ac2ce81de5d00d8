package dev.rekey.api.connect;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.io.InputStream;

/**
 * A method as Connect serves it.
 *
 * @param method takes and gives the binary form
 */
record Procedure(
    ServerMethodDefinition<InputStream, InputStream> method, Codec.Proto proto, Codec.Json json) {

  static Procedure of(ServerMethodDefinition<InputStream, InputStream> method) {
    MethodDescriptor descriptor = descriptor(method);
    return new Procedure(
        method,
        new Codec.Proto(),
        new Codec.Json(
            new JsonRequests(descriptor.getInputType()),
            JsonResponses.of(descriptor.getOutputType())));
  }

  /** The same method with the names of the contract in its JSON. */
  Procedure withProtoNames() {
    MethodDescriptor descriptor = descriptor(method);
    return new Procedure(
        method,
        proto,
        new Codec.Json(json.requests(), JsonResponses.withProtoNames(descriptor.getOutputType())));
  }

  private static MethodDescriptor descriptor(
      ServerMethodDefinition<InputStream, InputStream> method) {
    if (method.getMethodDescriptor().getSchemaDescriptor()
        instanceof ProtoMethodDescriptorSupplier schema) {
      return schema.getMethodDescriptor();
    }
    throw new IllegalArgumentException("not a protobuf method");
  }
}
