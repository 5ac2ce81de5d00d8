package dev.rekey.connector;

import dev.rekey.connector.support.Egress;
import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.ConfigKey;
import dev.rekey.datasource.ConfigKey.Requirement;
import dev.rekey.datasource.Kind;
import dev.rekey.testing.TestCertificate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What a kind says of itself, so that the contract can be put to it. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class ConnectorFixture {
  /** A credential that no server knows and that must be seen nowhere. */
  public static final String CANARY = "canary-5d0c1b7e";

  /** Lets a data source be on this machine; asks the resolver of the machine. */
  public static final Egress OPEN = new Egress(InetAddress::getAllByName, true, true);

  /** A resolver that asks nobody. */
  static InetAddress[] literal(String host) throws UnknownHostException {
    try {
      return new InetAddress[] {InetAddress.ofLiteral(host)};
    } catch (IllegalArgumentException _) {
      throw new UnknownHostException("only literals here");
    }
  }

  protected abstract Kind kind();

  /** The port on loopback of the server that the tests ask. */
  protected abstract int serverPort();

  /** A setup that passes when the server answers at this port of loopback. */
  protected abstract Setup at(int port);

  /** The connector as the worker makes it, held to these rules. */
  protected abstract Connector connector(Egress egress);

  /** The keys of the credential, as {@link #at} has them; a rotation carries them. */
  protected abstract Set<String> credentialKeys();

  /** Values of these keys that the server refuses. */
  protected abstract Map<String, String> wrongCredential();

  /** A setup whose credential the server refuses. */
  protected Setup refused() {
    return good().with(wrongCredential());
  }

  /** A good credential that may not use what the config names. */
  protected abstract Setup notPermitted();

  /** A good credential and a thing that does not exist, such as a database. */
  protected abstract Setup unknownThing();

  /** The key that names the thing of {@link #unknownThing}. */
  protected abstract String thingKey();

  /** For each key that has a shape, a value without it. */
  protected abstract Map<String, String> malformed();

  /** The keys that hold one host name or address each. */
  protected Set<String> hostKeys() {
    return Set.of();
  }

  /** The keys that hold a port. */
  protected Set<String> portKeys() {
    return Set.of();
  }

  /** The keys that hold a URL. */
  protected Set<String> urlKeys() {
    return Set.of();
  }

  /**
   * The server over TLS, with a certificate for 127.0.0.1 that its authority is to be trusted for.
   */
  protected abstract Served overTls(TestCertificate certificate);

  /** A server that is there until it is closed. */
  protected interface Served extends AutoCloseable {
    Setup setup();

    @Override
    void close();

    static Served of(Setup setup, Runnable close) {
      return new Served() {
        @Override
        public Setup setup() {
          return setup;
        }

        @Override
        public void close() {
          close.run();
        }
      };
    }
  }

  /** A setup that passes. */
  protected final Setup good() {
    return at(serverPort());
  }

  /** The keys that a config of this kind must have. */
  protected final Set<String> requiredKeys() {
    return Catalogue.of(kind()).stream()
        .filter(key -> key.requirement() == Requirement.REQUIRED)
        .map(ConfigKey::name)
        .collect(Collectors.toSet());
  }

  /** The values of a config that no message may hold. */
  protected final Set<String> secretValues(Map<String, String> config) {
    var values = new HashSet<String>();
    config.forEach(
        (key, value) -> {
          if (!value.isEmpty() && Catalogue.isSecret(kind(), key)) {
            values.add(value);
          }
        });
    return values;
  }
}
