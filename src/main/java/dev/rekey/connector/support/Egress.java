package dev.rekey.connector.support;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where data sources may be. A config names hosts, and whoever may write a config must not reach
 * through this worker what he could not reach himself: above all the metadata of the cloud, which
 * hands out credentials to whoever asks from the right machine.
 *
 * <p>Rules are for addresses, not for names, and are asked again at each connection: a name can
 * have another address a moment later. Thread-safe.
 */
public final class Egress {
  /** Addresses that are link-local in all but name. */
  private static final Set<InetAddress> METADATA =
      Set.of(
          literal(100, 100, 100, 200), // Alibaba Cloud
          literal(168, 63, 129, 16), // Azure
          literal(192, 0, 0, 192), // Oracle Cloud
          literal("fd00:ec2::254"), // AWS
          literal("fd20:ce::254")); // Google

  private final Resolver resolver;
  private final boolean privateNetworks;
  private final boolean loopback;

  /** Finds the addresses of a name, as {@link InetAddress#getAllByName} does. */
  @FunctionalInterface
  public interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /**
   * @param privateNetworks whether addresses of private networks are allowed
   * @param loopback whether this machine itself is
   */
  public Egress(Resolver resolver, boolean privateNetworks, boolean loopback) {
    this.resolver = resolver;
    this.privateNetworks = privateNetworks;
    this.loopback = loopback;
  }

  /**
   * The addresses of a name or a literal. One that is refused among them makes the whole name
   * refused: which one would be taken is chance.
   *
   * @throws RefusedAddressException when it may not be connected to
   */
  public InetAddress[] resolve(String host) throws UnknownHostException, RefusedAddressException {
    InetAddress[] addresses = resolver.resolve(host);
    for (InetAddress address : addresses) {
      check(address);
    }
    return addresses;
  }

  /**
   * @throws RefusedAddressException when it may not be connected to
   */
  public void check(InetAddress address) throws RefusedAddressException {
    switch (reach(address)) {
      case NEVER -> throw new RefusedAddressException("a link-local, metadata or group address");
      case LOOPBACK -> {
        if (!loopback) {
          throw new RefusedAddressException("an address of this machine itself");
        }
      }
      case PRIVATE -> {
        if (!privateNetworks) {
          throw new RefusedAddressException("an address of a private network");
        }
      }
      case PUBLIC -> {}
    }
  }

  /** From the strictest to the freest. */
  private enum Reach {
    NEVER,
    LOOPBACK,
    PRIVATE,
    PUBLIC
  }

  /** The strictest of what an address is by itself and by what it stands for. */
  private static Reach reach(InetAddress address) {
    return Stream.concat(Stream.of(address), embedded(address).stream())
        .map(Egress::ownReach)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Reach ownReach(InetAddress address) {
    if (address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || METADATA.contains(address)
        || isBroadcast(address)) {
      return Reach.NEVER;
    }
    // To connect to the unspecified address is to connect to oneself.
    if (address.isLoopbackAddress() || address.isAnyLocalAddress() || isThisNetwork(address)) {
      return Reach.LOOPBACK;
    }
    return address.isSiteLocalAddress() || isShared(address) || isUniqueLocal(address)
        ? Reach.PRIVATE
        : Reach.PUBLIC;
  }

  /** IPv4 addresses that an IPv6 one stands for: compatible, translated (RFC 6052), 6to4. */
  private static List<InetAddress> embedded(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return List.of();
    }
    byte[] bytes = address.getAddress();
    boolean compatible = allZero(bytes, 0, 12);
    boolean translated =
        at(bytes, 0) == 0x00
            && at(bytes, 1) == 0x64
            && at(bytes, 2) == 0xff
            && at(bytes, 3) == 0x9b;
    boolean sixToFour = at(bytes, 0) == 0x20 && at(bytes, 1) == 0x02;
    if (compatible || translated) {
      return List.of(literal(at(bytes, 12), at(bytes, 13), at(bytes, 14), at(bytes, 15)));
    }
    return sixToFour
        ? List.of(literal(at(bytes, 2), at(bytes, 3), at(bytes, 4), at(bytes, 5)))
        : List.of();
  }

  private static boolean isBroadcast(InetAddress address) {
    return address instanceof Inet4Address && at(address.getAddress(), 0) >= 240;
  }

  /** 0.0.0.0/8. */
  private static boolean isThisNetwork(InetAddress address) {
    return address instanceof Inet4Address && at(address.getAddress(), 0) == 0;
  }

  /** 100.64.0.0/10, which carriers and clouds use as a private network. */
  private static boolean isShared(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address && at(bytes, 0) == 100 && (at(bytes, 1) & 0xc0) == 64;
  }

  /** fc00::/7. */
  private static boolean isUniqueLocal(InetAddress address) {
    return address instanceof Inet6Address && (at(address.getAddress(), 0) & 0xfe) == 0xfc;
  }

  private static boolean allZero(byte[] bytes, int from, int to) {
    return Arrays.equals(bytes, from, to, new byte[to - from], 0, to - from);
  }

  private static int at(byte[] bytes, int index) {
    return Byte.toUnsignedInt(bytes[index]);
  }

  private static InetAddress literal(int... parts) {
    byte[] bytes = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = (byte) parts[i];
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static InetAddress literal(String text) {
    return InetAddress.ofLiteral(text);
  }
}
