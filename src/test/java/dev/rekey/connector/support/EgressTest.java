package dev.rekey.connector.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {
  private static final Egress ALL = rules(true, true);
  private static final Egress PUBLIC_ALONE = rules(false, false);

  private static Egress rules(boolean privateNetworks, boolean loopback) {
    return new Egress(
        host -> new InetAddress[] {InetAddress.ofLiteral(host)}, privateNetworks, loopback);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.170.2",
        "169.254.0.1",
        "fe80::1",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::",
        "fd00:ec2::254",
        "fd20:ce::254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
        "240.0.0.1"
      })
  void linkLocalMetadataAndGroupAddressesAreAlwaysRefused(String address) {
    assertThatExceptionOfType(RefusedAddressException.class).isThrownBy(() -> ALL.resolve(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "0.0.0.0", "::", "0.1.2.3", "::7f00:1"})
  void thisMachineIsRefusedUnlessItIsAllowed(String address) {
    assertThatExceptionOfType(RefusedAddressException.class)
        .isThrownBy(() -> rules(true, false).resolve(address));
    assertThatCode(() -> rules(false, true).resolve(address)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "100.127.0.1",
        "fd12::1",
        "fec0::1",
        "64:ff9b::a00:1"
      })
  void privateNetworksAreRefusedUnlessTheyAreAllowed(String address) {
    assertThatExceptionOfType(RefusedAddressException.class)
        .isThrownBy(() -> rules(false, true).resolve(address));
    assertThatCode(() -> rules(true, false).resolve(address)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "169.253.0.1", "2606:4700::1111"})
  void publicAddressesAreAllowed(String address) {
    assertThatCode(() -> PUBLIC_ALONE.resolve(address)).doesNotThrowAnyException();
  }

  @Test
  void oneRefusedAddressRefusesTheWholeName() {
    var rules =
        new Egress(
            _ ->
                new InetAddress[] {
                  InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("10.0.0.1")
                },
            false,
            false);

    assertThatExceptionOfType(RefusedAddressException.class)
        .isThrownBy(() -> rules.resolve("two.example"))
        .withMessageNotContaining("two.example");
  }

  @Test
  void nameIsResolvedAnewForEachConnection() throws Exception {
    var answers = new ArrayDeque<>(List.of("127.0.0.1", "169.254.169.254"));
    var rules =
        new Egress(_ -> new InetAddress[] {InetAddress.ofLiteral(answers.poll())}, true, true);
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket _ = new GuardedSockets(rules).createSocket("moves.example", server.getLocalPort())) {
      assertThatExceptionOfType(RefusedAddressException.class)
          .isThrownBy(() -> new GuardedSockets(rules).createSocket("moves.example", 80));
    }
  }

  @Test
  void socketOfADriverConnectsOnlyToWhatIsAllowedWhenItConnects() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
      Socket allowed = GuardedSockets.within(ALL, () -> new GuardedSockets().createSocket());
      Socket refused =
          GuardedSockets.within(PUBLIC_ALONE, () -> new GuardedSockets().createSocket());

      allowed.connect(address);

      assertThat(allowed.isConnected()).isTrue();
      assertThatExceptionOfType(RefusedAddressException.class)
          .isThrownBy(() -> refused.connect(address));
      assertThatExceptionOfType(RefusedAddressException.class)
          .isThrownBy(
              () -> refused.connect(InetSocketAddress.createUnresolved("127.0.0.1", 80), 10));
      allowed.close();
    }
  }

  @Test
  void driverThatConnectsOutsideOfTheRulesGetsNoSocket() {
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(GuardedSockets::new);
  }

  @Test
  void unknownNameStaysUnknown() {
    Egress none =
        new Egress(
            _ -> {
              throw new UnknownHostException("none");
            },
            true,
            true);

    assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> none.resolve("x"));
  }
}
