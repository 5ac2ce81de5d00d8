package dev.rekey.api.call;

import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A service behind its gatekeeper, with methods that take and give the bytes of their messages:
 * what every protocol serves.
 */
public final class ServedMethods {
  private final ServerServiceDefinition definition;
  private final RawMessages messages;

  /**
   * @param requestLimit the size of the largest request, in bytes
   */
  public ServedMethods(BindableService service, ServerInterceptor gatekeeper, int requestLimit) {
    this.messages = new RawMessages(requestLimit);
    this.definition =
        ServerInterceptors.useMarshalledMessages(
            ServerInterceptors.intercept(service, gatekeeper), messages);
  }

  /** The methods as they are. */
  public List<ServerMethodDefinition<InputStream, InputStream>> methods() {
    List<ServerMethodDefinition<InputStream, InputStream>> methods = new ArrayList<>();
    definition.getMethods().forEach(method -> methods.add(raw(method)));
    return methods;
  }

  /** The service for a gRPC server that calls it on an event loop. */
  public ServerServiceDefinition forGrpc(CallRunner runner) {
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder(definition.getServiceDescriptor());
    for (ServerMethodDefinition<InputStream, InputStream> method : methods()) {
      service.addMethod(
          method.withServerCallHandler(
              new GrpcEntry(runner, messages, method.getServerCallHandler())));
    }
    return service.build();
  }

  @SuppressWarnings("unchecked") // useMarshalledMessages has made them so
  private static ServerMethodDefinition<InputStream, InputStream> raw(
      ServerMethodDefinition<?, ?> method) {
    return (ServerMethodDefinition<InputStream, InputStream>) method;
  }
}
