package dev.rekey.connector.support;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Finds the addresses for an HTTP client, and only those where data sources may be: the client
 * connects to what it is given here.
 */
public final class GuardedNames implements DnsResolver {
  private final Egress egress;

  public GuardedNames(Egress egress) {
    this.egress = egress;
  }

  /**
   * @throws UnknownHostException caused by {@link RefusedAddressException} for a refused address
   */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    // The client keeps the brackets of an IPv6 literal.
    String name =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    try {
      return egress.resolve(name);
    } catch (RefusedAddressException refused) {
      var unknown = new UnknownHostException("refused");
      unknown.initCause(refused);
      throw unknown;
    }
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
