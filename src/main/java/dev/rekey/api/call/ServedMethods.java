package dev.rekey.api.call;

import io.grpc.BindableService;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A service behind its gatekeeper, with methods that take and give the bytes of their messages:
 * what every protocol serves.
 */
public final class ServedMethods {
  private final ServerServiceDefinition definition;
  private final RawMessages messages;
  private final UnaryOperator<ServerCallHandler<InputStream, InputStream>> guard;

  /**
   * @param guard puts the gatekeeper before the handler of a method
   * @param requestLimit the size of the largest request, in bytes
   */
  public ServedMethods(
      BindableService service,
      UnaryOperator<ServerCallHandler<InputStream, InputStream>> guard,
      int requestLimit) {
    this.messages = new RawMessages(requestLimit);
    this.definition = ServerInterceptors.useMarshalledMessages(service.bindService(), messages);
    this.guard = guard;
  }

  /** The methods as they are. */
  public List<ServerMethodDefinition<InputStream, InputStream>> methods() {
    List<ServerMethodDefinition<InputStream, InputStream>> methods = new ArrayList<>();
    for (ServerMethodDefinition<?, ?> method : definition.getMethods()) {
      ServerMethodDefinition<InputStream, InputStream> raw = raw(method);
      methods.add(raw.withServerCallHandler(guard.apply(raw.getServerCallHandler())));
    }
    return methods;
  }

  /**
   * The service for a gRPC server that calls it on an event loop.
   *
   * @param transports that of the call that the loop is beginning
   */
  public ServerServiceDefinition forGrpc(CallRunner runner, Supplier<Transport> transports) {
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder(definition.getServiceDescriptor());
    for (ServerMethodDefinition<InputStream, InputStream> method : methods()) {
      service.addMethod(
          method.withServerCallHandler(
              new GrpcEntry(runner, messages, method.getServerCallHandler(), transports)));
    }
    return service.build();
  }

  @SuppressWarnings("unchecked") // useMarshalledMessages has made them so
  private static ServerMethodDefinition<InputStream, InputStream> raw(
      ServerMethodDefinition<?, ?> method) {
    return (ServerMethodDefinition<InputStream, InputStream>) method;
  }
}
