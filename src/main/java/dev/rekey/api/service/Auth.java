package dev.rekey.api.service;

import static dev.rekey.api.service.Replies.refuse;
import static dev.rekey.api.service.Replies.reply;

import com.chalk.server.v1.AuthServiceGrpc;
import com.chalk.server.v1.GetTokenRequest;
import com.chalk.server.v1.GetTokenResponse;
import dev.rekey.api.access.ApiClient;
import dev.rekey.api.access.Clients;
import dev.rekey.api.access.Environment;
import dev.rekey.api.access.LoginThrottle;
import dev.rekey.api.access.Tokens;
import dev.rekey.api.call.CallFacts;
import dev.rekey.api.call.Origin;
import dev.rekey.datasource.InvalidFieldException;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Exchanges a client's credentials for a token. */
public final class Auth extends AuthServiceGrpc.AuthServiceImplBase {
  private static final Logger LOGGER = Logger.getLogger(Auth.class);
  private static final String GRANT_TYPE = "client_credentials";

  private final Clients clients;
  private final Tokens tokens;
  private final LoginThrottle throttle;

  public Auth(Clients clients, Tokens tokens, LoginThrottle throttle) {
    this.clients = clients;
    this.tokens = tokens;
    this.throttle = throttle;
  }

  @Override
  public void getToken(GetTokenRequest request, StreamObserver<GetTokenResponse> caller) {
    if (!request.getGrantType().isEmpty() && !request.getGrantType().equals(GRANT_TYPE)) {
      throw new InvalidFieldException("grant_type", "is not " + GRANT_TYPE);
    }
    Optional<Duration> wish = wish(request);
    String address = CallFacts.current().address();
    Optional<Duration> wait = throttle.wait(request.getClientId(), address);
    if (wait.isPresent()) {
      refuse(
          caller,
          Status.RESOURCE_EXHAUSTED,
          "too many logins failed; try again in " + (wait.get().toSeconds() + 1) + " s");
      return;
    }
    tell(clients.find(request.getClientId()));
    Optional<ApiClient> client =
        clients.authenticate(request.getClientId(), request.getClientSecret());
    if (client.isEmpty()) {
      throttle.failed(request.getClientId(), address);
      LOGGER.warnf("token refused address=%s", address);
      refuse(caller, Status.UNAUTHENTICATED, "the client id or the client secret is wrong");
      return;
    }
    throttle.succeeded(client.get().id(), address);
    LOGGER.debugf("token issued client=%s", client.get().id());
    reply(caller, response(client.get(), tokens.issue(client.get(), wish)));
  }

  /** A login is written down for a client that there is, whether it succeeds or not. */
  private static void tell(Optional<ApiClient> client) {
    client.ifPresent(
        known ->
            CallFacts.current()
                .caller(known.id(), known.environments().stream().findFirst().orElse("")));
  }

  private static Optional<Duration> wish(GetTokenRequest request) {
    if (!request.hasExpiresAt()) {
      return Optional.empty();
    }
    if (request.getExpiresAt().getSeconds() < 1) {
      throw new InvalidFieldException("expires_at", "is less than a second");
    }
    return Optional.of(Duration.ofSeconds(request.getExpiresAt().getSeconds()));
  }

  private GetTokenResponse response(ApiClient client, Tokens.Issued issued) {
    String origin = Origin.current().orElse("");
    GetTokenResponse.Builder response =
        GetTokenResponse.newBuilder()
            .setAccessToken(issued.token())
            .setTokenType("Bearer")
            .setExpiresIn(Math.toIntExact(issued.lifetime().toSeconds()))
            .setExpiresAt(Replies.timestamp(issued.expiresAt()))
            .setApiServer(origin);
    for (Environment environment : clients.environmentsOf(client)) {
      response.putEnvironmentIdToName(environment.id(), environment.name());
      if (!origin.isEmpty()) {
        response.putGrpcEngines(environment.id(), origin);
      }
    }
    client.environments().stream().findFirst().ifPresent(response::setPrimaryEnvironment);
    return response.build();
  }
}
