package dev.rekey.event.pubsub;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Pub/Sub as far as a subscriber sees it: streams that it can refuse, and what is answered. */
final class StubPubsub implements AutoCloseable {
  private static final String SERVICE = "google.pubsub.v1.Subscriber";

  private final List<ReceivedMessage> waiting = new CopyOnWriteArrayList<>();
  private final List<String> acknowledged = new CopyOnWriteArrayList<>();
  private final List<String> givenBack = new CopyOnWriteArrayList<>();
  private final Server server;
  private volatile Status refusal = Status.OK;

  StubPubsub() {
    try {
      this.server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  InsecureServerCredentials.create())
              .addService(service())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(
            method(
                "StreamingPull",
                MethodType.BIDI_STREAMING,
                StreamingPullRequest.getDefaultInstance(),
                StreamingPullResponse.getDefaultInstance()),
            (call, _) -> pull(call))
        .addMethod(
            method(
                "Acknowledge",
                MethodType.UNARY,
                AcknowledgeRequest.getDefaultInstance(),
                Empty.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(
                (request, observer) -> {
                  acknowledged.addAll(request.getAckIdsList());
                  observer.onNext(Empty.getDefaultInstance());
                  observer.onCompleted();
                }))
        .addMethod(
            method(
                "ModifyAckDeadline",
                MethodType.UNARY,
                ModifyAckDeadlineRequest.getDefaultInstance(),
                Empty.getDefaultInstance()),
            ServerCalls.asyncUnaryCall(
                (request, observer) -> {
                  if (request.getAckDeadlineSeconds() == 0) {
                    givenBack.addAll(request.getAckIdsList());
                  }
                  observer.onNext(Empty.getDefaultInstance());
                  observer.onCompleted();
                }))
        .build();
  }

  private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
      String name, MethodType type, Q request, A response) {
    return MethodDescriptor.newBuilder(
            ProtoUtils.marshaller(request), ProtoUtils.marshaller(response))
        .setType(type)
        .setFullMethodName(SERVICE + "/" + name)
        .build();
  }

  private ServerCall.Listener<StreamingPullRequest> pull(
      ServerCall<StreamingPullRequest, StreamingPullResponse> call) {
    if (refusal.isOk()) {
      call.sendHeaders(new Metadata());
      call.sendMessage(StreamingPullResponse.newBuilder().addAllReceivedMessages(waiting).build());
    } else {
      call.close(refusal, new Metadata());
    }
    return new ServerCall.Listener<>() {};
  }

  /** Refuses streams from now on; with {@link Status#OK} no more. */
  void refuse(Status status) {
    refusal = status;
  }

  /** Gives a message to every stream that is opened from now on. */
  void offer(String ackId, PubsubMessage message) {
    waiting.add(ReceivedMessage.newBuilder().setAckId(ackId).setMessage(message).build());
  }

  List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** What may be delivered again at once. */
  List<String> givenBack() {
    return List.copyOf(givenBack);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
