package dev.rekey.api;

import dev.rekey.api.v1.Rotation;
import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.WatchRotationsRequest;
import dev.rekey.api.v1.WatchRotationsResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A caller of WatchRotations that takes only as many messages as it is told to. */
final class WatchingClient extends ClientCall.Listener<WatchRotationsResponse> {
  private final ClientCall<WatchRotationsRequest, WatchRotationsResponse> call;
  private final List<Rotation> received = new CopyOnWriteArrayList<>();
  private volatile boolean begun;
  private volatile Optional<Status> end = Optional.empty();

  private WatchingClient(ClientCall<WatchRotationsRequest, WatchRotationsResponse> call) {
    this.call = call;
  }

  static WatchingClient open(
      Channel channel, CallOptions options, Metadata headers, WatchRotationsRequest request) {
    ClientCall<WatchRotationsRequest, WatchRotationsResponse> call =
        channel.newCall(RotationsServiceGrpc.getWatchRotationsMethod(), options);
    WatchingClient client = new WatchingClient(call);
    call.start(client, headers);
    call.sendMessage(request);
    call.halfClose();
    return client;
  }

  void take(int messages) {
    call.request(messages);
  }

  void cancel() {
    call.cancel("enough", null);
  }

  boolean hasBegun() {
    return begun;
  }

  List<Rotation> received() {
    return received;
  }

  Optional<Status> end() {
    return end;
  }

  @Override
  public void onHeaders(Metadata headers) {
    begun = true;
  }

  @Override
  public void onMessage(WatchRotationsResponse message) {
    received.add(message.getRotation());
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    end = Optional.of(status);
  }
}
