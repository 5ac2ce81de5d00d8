package dev.rekey.connector.snowflake;

import dev.rekey.connector.StageConnector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.NetworkFaults;
import dev.rekey.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Logs in to a Snowflake account, sees that the session has the database, schema, warehouse and
 * role of the config, and makes the warehouse work, which starts it if it is suspended. A config
 * chooses the account, and so a host below snowflakecomputing.com, but never another address.
 * Thread-safe.
 */
public final class SnowflakeConnector implements StageConnector {
  private final Egress egress;
  private final Optional<URI> endpoint;
  private final InstantSource clock;

  /**
   * @param endpoint stands for the host of every account, such as that of a private link; the
   *     operator's choice
   */
  public SnowflakeConnector(Egress egress, Optional<URI> endpoint, InstantSource clock) {
    this.egress = egress;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    return within(
        config,
        deadline,
        (session, spec, at) ->
            SessionCheck.problem(session, spec, at)
                .orElseGet(() -> new Passed(at + " accepted the login and what the config names")));
  }

  @Override
  public StageList stages(Map<String, Secret> config, Duration deadline) {
    var listed = new AtomicReference<Listed>();
    TestResult outcome =
        within(
            config,
            deadline,
            (session, spec, at) -> {
              listed.set(Stages.of(session));
              return new Passed(at + " listed its stages");
            });
    Listed stages = listed.get();
    return outcome instanceof Passed && stages != null ? stages : new NotListed(outcome);
  }

  /** What is done with a session. */
  private interface Use {
    TestResult of(SnowflakeSession session, SnowflakeSpec spec, Endpoint at)
        throws IOException, RejectedException;
  }

  private TestResult within(Map<String, Secret> config, Duration deadline, Use use) {
    try {
      var spec = SnowflakeSpec.of(config);
      return BoundedCall.run(deadline, () -> attempt(spec, deadline, use));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  private TestResult attempt(SnowflakeSpec spec, Duration deadline, Use use) {
    URI base = endpoint.orElseGet(() -> URI.create("https://" + spec.host()));
    var at = new Endpoint(base.getHost(), port(base), SnowflakeSpec.ACCOUNT);
    try (var session = new SnowflakeSession(egress, base, at, deadline.plusSeconds(1))) {
      session.login(spec, clock.instant());
      return use.of(session, spec, at);
    } catch (RejectedException e) {
      return e.outcome();
    } catch (IOException e) {
      return NetworkFaults.outcome(e, at).orElseThrow();
    }
  }

  private static int port(URI base) {
    if (base.getPort() > 0) {
      return base.getPort();
    }
    return "http".equals(base.getScheme()) ? 80 : 443;
  }
}
