package dev.rekey.it;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** The rpcs of a server, by its own word. */
final class ServedRpcs {
  private final ManagedChannel channel;

  private ServedRpcs(ManagedChannel channel) {
    this.channel = channel;
  }

  /** Of all services of the API, such as {@code rekey.v1.AdminService/WhoAmI}. */
  static Set<String> of(String address) {
    URI uri = URI.create(address);
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort()).usePlaintext().build();
    try {
      return new ServedRpcs(channel).all();
    } finally {
      channel.shutdownNow();
    }
  }

  private Set<String> all() {
    Set<String> rpcs = new TreeSet<>();
    ServerReflectionRequest list = ServerReflectionRequest.newBuilder().setListServices("").build();
    for (ServiceResponse each : ask(list).getListServicesResponse().getServiceList()) {
      if (!each.getName().startsWith("grpc.")) {
        rpcs.addAll(of(each));
      }
    }
    return rpcs;
  }

  private Set<String> of(ServiceResponse service) {
    Set<String> rpcs = new TreeSet<>();
    ServerReflectionRequest file =
        ServerReflectionRequest.newBuilder().setFileContainingSymbol(service.getName()).build();
    for (ByteString each : ask(file).getFileDescriptorResponse().getFileDescriptorProtoList()) {
      FileDescriptorProto proto = parse(each);
      proto.getServiceList().stream()
          .filter(found -> service.getName().equals(proto.getPackage() + "." + found.getName()))
          .flatMap(found -> found.getMethodList().stream())
          .forEach(method -> rpcs.add(service.getName() + "/" + method.getName()));
    }
    return rpcs;
  }

  private static FileDescriptorProto parse(ByteString bytes) {
    try {
      return FileDescriptorProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private ServerReflectionResponse ask(ServerReflectionRequest question) {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse given) {
                    answer.complete(given);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answer.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {
                    answer.completeExceptionally(new IllegalStateException("no answer"));
                  }
                });
    requests.onNext(question);
    ServerReflectionResponse given = answer.join();
    requests.onCompleted();
    return given;
  }
}
