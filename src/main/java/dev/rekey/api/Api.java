package dev.rekey.api;

import dev.rekey.api.access.Clients;
import dev.rekey.api.access.Gatekeeper;
import dev.rekey.api.access.Tokens;
import dev.rekey.api.call.CallRunner;
import dev.rekey.api.call.ServedMethods;
import dev.rekey.api.connect.CallTransports;
import dev.rekey.api.connect.ConnectRoutes;
import dev.rekey.api.connect.GrpcFilter;
import dev.rekey.api.service.Auth;
import dev.rekey.api.service.Integrations;
import dev.rekey.api.service.RotationWatches;
import dev.rekey.api.service.Rotations;
import dev.rekey.datasource.AuditLog;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationRequests;
import dev.rekey.rotation.RotationSignal;
import io.grpc.ServerServiceDefinition;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The API, put together from its ports: the same services behind the same gatekeeper for gRPC, for
 * Connect and for the token endpoint.
 */
@Singleton
public final class Api {
  private static final int BEFORE_ALL_ROUTES = 100;
  private static final Duration WATCH_GAP = Duration.ofMillis(100);
  private static final Duration WATCH_HEARTBEAT = Duration.ofSeconds(1);

  private static final CallTransports TRANSPORTS = new CallTransports();

  private final ServedMethods integrations;
  private final ServedMethods auth;
  private final ServedMethods rotations;
  private final CallRunner runner;
  private final ApiLimits limits;

  Api(
      DataSources dataSources,
      DataSourceRules rules,
      AuditLog audit,
      RotationLog rotationLog,
      RotationRequests rotationRequests,
      RotationSignal signal,
      Bindings bindings,
      Clients clients,
      Tokens tokens,
      ApiLimits limits,
      RandomGenerator random,
      InstantSource clock,
      Vertx vertx) {
    Gatekeeper gatekeeper = new Gatekeeper(clients, tokens);
    int requestBytes = limits.requestBytes();
    this.integrations =
        new ServedMethods(new Integrations(dataSources, rules), gatekeeper::guard, requestBytes);
    this.auth = new ServedMethods(new Auth(clients, tokens), gatekeeper::guard, requestBytes);
    this.rotations =
        new ServedMethods(
            new Rotations(
                rotationLog,
                bindings,
                audit,
                rotationRequests,
                new RotationWatches(rotationLog, signal, clock, WATCH_GAP, WATCH_HEARTBEAT)),
            gatekeeper::guard,
            requestBytes);
    this.runner =
        new CallRunner(
            limits.concurrentCalls(),
            limits.concurrentStreams(),
            (delay, task) -> after(vertx, delay, task),
            random);
    this.limits = limits;
  }

  ServerServiceDefinition integrations() {
    return integrations.forGrpc(runner, TRANSPORTS);
  }

  ServerServiceDefinition auth() {
    return auth.forGrpc(runner, TRANSPORTS);
  }

  ServerServiceDefinition rotations() {
    return rotations.forGrpc(runner, TRANSPORTS);
  }

  void routes(@Observes Router router) {
    new ConnectRoutes(
            Stream.of(integrations, auth, rotations)
                .flatMap(service -> service.methods().stream())
                .toList(),
            runner,
            limits.requestBytes())
        .mount(router);
  }

  void filters(@Observes Filters filters) {
    GrpcFilter filter =
        new GrpcFilter(
            Stream.of(integrations, auth, rotations)
                .flatMap(service -> service.methods().stream())
                .map(method -> method.getMethodDescriptor().getFullMethodName())
                .toList(),
            limits.requestBytes());
    filters.register(filter::handle, BEFORE_ALL_ROUTES);
  }

  /** Unlike a call, a stream does not end by itself when nothing new comes in. */
  void stop(@Observes ShutdownEvent event) {
    runner.endStreams();
  }

  private static Runnable after(Vertx vertx, Duration delay, Runnable task) {
    long timer = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> task.run());
    return () -> vertx.cancelTimer(timer);
  }
}
