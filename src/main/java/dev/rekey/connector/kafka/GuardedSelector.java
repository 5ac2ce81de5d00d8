package dev.rekey.connector.kafka;

import dev.rekey.connector.support.Egress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.network.ChannelState;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.NetworkSend;
import org.apache.kafka.common.network.Selectable;

/**
 * Connects only to where data sources may be, and remembers why it did not: Kafka's network client
 * keeps that to itself.
 */
final class GuardedSelector implements Selectable {
  private final Selectable selector;
  private final Egress egress;
  private Optional<IOException> failure = Optional.empty();

  GuardedSelector(Selectable selector, Egress egress) {
    this.selector = selector;
    this.egress = egress;
  }

  /** Why the last connection could not even be begun. */
  Optional<IOException> failure() {
    return failure;
  }

  @Override
  public void connect(String id, InetSocketAddress address, int sendBuffer, int receiveBuffer)
      throws IOException {
    try {
      egress.check(address.getAddress());
      selector.connect(id, address, sendBuffer, receiveBuffer);
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  @Override
  public void wakeup() {
    selector.wakeup();
  }

  @Override
  public void close() {
    selector.close();
  }

  @Override
  public void close(String id) {
    selector.close(id);
  }

  @Override
  public void send(NetworkSend send) {
    selector.send(send);
  }

  @Override
  public void poll(long timeout) throws IOException {
    selector.poll(timeout);
  }

  @Override
  public List<NetworkSend> completedSends() {
    return selector.completedSends();
  }

  @Override
  public Collection<NetworkReceive> completedReceives() {
    return selector.completedReceives();
  }

  @Override
  public Map<String, ChannelState> disconnected() {
    return selector.disconnected();
  }

  @Override
  public List<String> connected() {
    return selector.connected();
  }

  @Override
  public void mute(String id) {
    selector.mute(id);
  }

  @Override
  public void unmute(String id) {
    selector.unmute(id);
  }

  @Override
  public void muteAll() {
    selector.muteAll();
  }

  @Override
  public void unmuteAll() {
    selector.unmuteAll();
  }

  @Override
  public boolean isChannelReady(String id) {
    return selector.isChannelReady(id);
  }
}
