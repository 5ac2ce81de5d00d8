package dev.rekey.api.access;

import dev.rekey.api.call.CallFacts;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call through to its service when its token, its environment and its permission are in
 * order, and answers it otherwise. The client is looked up at each call, so that what it loses in
 * the configuration it has lost at once.
 */
public final class Gatekeeper {
  static final Metadata.Key<String> AUTHORIZATION = key("authorization");
  static final Metadata.Key<String> ENVIRONMENT = key("x-chalk-env-id");
  private static final String BEARER = "bearer ";

  private final Clients clients;
  private final Tokens tokens;
  private final Issuers issuers;
  private final CallRates rates;

  /**
   * @param issuers whose tokens are taken beside our own
   */
  public Gatekeeper(Clients clients, Tokens tokens, Issuers issuers, CallRates rates) {
    this.clients = clients;
    this.tokens = tokens;
    this.issuers = issuers;
    this.rates = rates;
  }

  /** Puts this gatekeeper before a service. */
  public <Q, R> ServerCallHandler<Q, R> guard(ServerCallHandler<Q, R> service) {
    return (call, headers) -> startCall(call, headers, service);
  }

  private <Q, R> ServerCall.Listener<Q> startCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> service) {
    Optional<Access> access = MethodAccess.of(call.getMethodDescriptor());
    if (access.isEmpty()) {
      return refuse(call, Status.UNIMPLEMENTED.withDescription("the method is not served"));
    }
    return switch (access.get()) {
      case Access.Open() -> service.startCall(call, headers);
      case Access.Known() -> startCall(call, headers, service, Optional.empty());
      case Access.Guarded(Permission permission) ->
          startCall(call, headers, service, Optional.of(permission));
    };
  }

  private <Q, R> ServerCall.Listener<Q> startCall(
      ServerCall<Q, R> call,
      Metadata headers,
      ServerCallHandler<Q, R> service,
      Optional<Permission> permission) {
    return switch (admit(headers, permission)) {
      case Admission.Admitted(Caller caller) ->
          Contexts.interceptCall(caller.in(Context.current()), call, headers, service);
      case Admission.Refused(Status status) -> refuse(call, status);
    };
  }

  private Admission admit(Metadata headers, Optional<Permission> permission) {
    String authorization = headers.get(AUTHORIZATION);
    if (authorization == null) {
      return unauthenticated("there is no authorization header; get a token from GetToken");
    }
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return unauthenticated("the authorization header is not 'Bearer <token>'");
    }
    String token = authorization.substring(BEARER.length()).strip();
    return switch (tokens.verify(token)) {
      case Tokens.Verdict.Forged() ->
          issuers
              .clientOf(token)
              .map(id -> admit(id, headers, permission))
              .orElseGet(() -> unauthenticated("the token is not one of this server's"));
      case Tokens.Verdict.Expired() -> unauthenticated("the token has expired");
      case Tokens.Verdict.Valid(String id) -> admit(id, headers, permission);
    };
  }

  private Admission admit(String id, Metadata headers, Optional<Permission> permission) {
    Optional<ApiClient> client = clients.find(id);
    if (client.isEmpty()) {
      return unauthenticated("the client of the token does not exist any more");
    }
    if (!rates.take(id)) {
      return new Admission.Refused(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "more than " + rates.perSecond() + " calls in a second; try again in a second"));
    }
    return admit(client.get(), headers.get(ENVIRONMENT), permission);
  }

  private static Admission admit(
      ApiClient client, @Nullable String given, Optional<Permission> permission) {
    CallFacts.current().caller(client.id(), client.primaryEnvironment());
    boolean named = given != null && !given.isEmpty();
    if (!named && permission.isPresent() && client.environments().size() != 1) {
      return new Admission.Refused(
          Status.INVALID_ARGUMENT.withDescription(
              ENVIRONMENT.name() + ": the header with the environment is missing"));
    }
    String environment = named ? given : client.primaryEnvironment();
    // The same answer whether the environment exists or not.
    if (!client.environments().contains(environment)) {
      return denied(ENVIRONMENT.name() + ": the client has no such environment");
    }
    CallFacts.current().caller(client.id(), environment);
    if (!client.permissions().containsAll(permission.stream().toList())) {
      return denied("the client does not have the permission " + permission.orElseThrow().slug());
    }
    return new Admission.Admitted(new Caller(client.id(), environment, client.permissions()));
  }

  private static Admission unauthenticated(String why) {
    return new Admission.Refused(Status.UNAUTHENTICATED.withDescription(why));
  }

  private static Admission denied(String why) {
    return new Admission.Refused(Status.PERMISSION_DENIED.withDescription(why));
  }

  private static <Q> ServerCall.Listener<Q> refuse(ServerCall<Q, ?> call, Status status) {
    call.close(status, new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private sealed interface Admission {
    record Admitted(Caller caller) implements Admission {}

    record Refused(Status status) implements Admission {}
  }
}
