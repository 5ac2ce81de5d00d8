package dev.rekey.api.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down whoever guesses secrets. After a few failures in a row, a client id from one address
 * has to wait, twice as long after each further one; and so has an address whatever the ids. An
 * attacker elsewhere does not make a client wait that knows its secret. Thread-safe; in memory, in
 * bounded room, so that the oldest are forgotten first.
 */
public final class LoginThrottle {
  private static final int FREE_OF_ONE_CLIENT = 5;
  private static final int FREE_OF_AN_ADDRESS = 20;
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int LARGEST_SHIFT = 6;
  private static final int MOST_REMEMBERED = 10_000;
  private static final int LONGEST_ID = 200;
  private static final int NETWORK_BYTES = 8;

  private final InstantSource clock;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private record Failures(int count, Instant until) {}

  public LoginThrottle(InstantSource clock) {
    this.clock = clock;
  }

  /** How long a login has to wait; empty when it may be tried now. */
  public synchronized Optional<Duration> wait(String clientId, String address) {
    Instant now = clock.instant();
    Instant until = later(until(pair(clientId, address)), until(network(address)));
    return until.isAfter(now) ? Optional.of(Duration.between(now, until)) : Optional.empty();
  }

  /** The secret was wrong, or there is no such client. */
  public synchronized void failed(String clientId, String address) {
    count(pair(clientId, address), FREE_OF_ONE_CLIENT);
    count(network(address), FREE_OF_AN_ADDRESS);
  }

  /** The secret was right. Other clients of the address are not believed because of it. */
  public synchronized void succeeded(String clientId, String address) {
    failures.remove(pair(clientId, address));
  }

  private Instant until(String key) {
    Failures known = failures.get(key);
    return known == null ? Instant.MIN : known.until();
  }

  private void count(String key, int free) {
    Failures known = failures.remove(key);
    Instant now = clock.instant();
    // Whoever has been quiet for as long as the longest wait begins anew.
    boolean forgotten = known == null || known.until().plus(LONGEST).isBefore(now);
    int count = forgotten ? 1 : known.count() + 1;
    Duration wait =
        count < free
            ? Duration.ZERO
            : Duration.ofSeconds(1L << Math.min(count - free, LARGEST_SHIFT));
    Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    failures.put(key, new Failures(count, now.plus(bounded)));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static String pair(String clientId, String address) {
    return clientId.substring(0, Math.min(LONGEST_ID, clientId.length())) + '\n' + network(address);
  }

  /** Whoever has one address of IPv6 has all 2^64 of its network. */
  private static String network(String address) {
    try {
      return InetAddress.ofLiteral(address) instanceof Inet6Address six
          ? HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES)
          : address;
    } catch (IllegalArgumentException _) {
      return address;
    }
  }
}
