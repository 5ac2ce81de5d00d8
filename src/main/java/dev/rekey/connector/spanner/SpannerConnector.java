package dev.rekey.connector.spanner;

import com.google.spanner.v1.CreateSessionRequest;
import com.google.spanner.v1.DeleteSessionRequest;
import com.google.spanner.v1.ExecuteSqlRequest;
import com.google.spanner.v1.SpannerGrpc;
import com.google.spanner.v1.SpannerGrpc.SpannerBlockingStub;
import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.NetworkFaults;
import dev.rekey.connector.support.google.GoogleAmbient;
import dev.rekey.connector.support.google.GoogleChannel;
import dev.rekey.connector.support.google.GoogleErrors;
import dev.rekey.connector.support.google.GooglePlace;
import dev.rekey.connector.support.google.GoogleTokens;
import dev.rekey.connector.support.google.GoogleTokens.NotGiven;
import dev.rekey.connector.support.google.GoogleTokens.Token;
import dev.rekey.google.GoogleEndpoint;
import dev.rekey.secret.Secret;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Opens a session of a Spanner database, runs {@code SELECT 1} in it, and deletes it. Thread-safe.
 */
public final class SpannerConnector implements Connector {
  private final Egress egress;
  private final GoogleAmbient ambient;
  private final GooglePlace place;

  /**
   * @param endpoint in the place of Google's own
   */
  public SpannerConnector(Egress egress, GoogleAmbient ambient, Optional<GoogleEndpoint> endpoint) {
    this.egress = egress;
    this.ambient = ambient;
    this.place =
        GooglePlace.of(
            endpoint.orElse(GoogleEndpoint.host("spanner.googleapis.com")), SpannerSpec.PROJECT);
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      var spec = SpannerSpec.of(config, ambient.tokenServer());
      return BoundedCall.run(deadline, () -> attempt(spec, deadline));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  private TestResult attempt(SpannerSpec spec, Duration deadline) {
    GooglePlace there = spec.emulator().map(GooglePlace::emulator).orElse(place);
    if (there.plaintext()) {
      return call(spec, there, Optional.empty(), deadline);
    }
    return switch (new GoogleTokens(ambient).token(spec.key(), SpannerSpec.CREDENTIALS)) {
      case NotGiven(TestResult outcome) -> outcome;
      case Token(Secret token) -> call(spec, there, Optional.of(token), deadline);
    };
  }

  private TestResult call(
      SpannerSpec spec, GooglePlace there, Optional<Secret> token, Duration deadline) {
    Endpoint at = there.at();
    try (var channel = new GoogleChannel(egress, at, there.plaintext(), token)) {
      SpannerBlockingStub spanner = SpannerGrpc.newBlockingStub(channel.calls());
      return query(spec, at, spanner.withDeadlineAfter(deadline.plusSeconds(1)));
    } catch (IOException e) {
      return NetworkFaults.outcome(e, at).orElseThrow();
    }
  }

  private static TestResult query(SpannerSpec spec, Endpoint at, SpannerBlockingStub spanner) {
    String session;
    try {
      session =
          spanner
              .createSession(CreateSessionRequest.newBuilder().setDatabase(spec.name()).build())
              .getName();
    } catch (StatusRuntimeException e) {
      return errors(at).outcome(e);
    }
    try {
      var _ =
          spanner.executeSql(
              ExecuteSqlRequest.newBuilder().setSession(session).setSql("SELECT 1").build());
      return new TestResult.Passed(at + " accepted the credentials and answered a query");
    } catch (StatusRuntimeException e) {
      return errors(at).outcome(e);
    } finally {
      delete(spanner, session);
    }
  }

  /** Spanner ends a session that nobody uses after an hour. */
  private static void delete(SpannerBlockingStub spanner, String session) {
    try {
      var _ = spanner.deleteSession(DeleteSessionRequest.newBuilder().setName(session).build());
    } catch (StatusRuntimeException _) {
      // The test has its outcome.
    }
  }

  private static GoogleErrors errors(Endpoint at) {
    return new GoogleErrors(
        at, SpannerSpec.DATABASE, "spanner.sessions.create and spanner.databases.select");
  }
}
