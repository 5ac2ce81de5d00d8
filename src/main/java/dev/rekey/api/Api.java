package dev.rekey.api;

import dev.rekey.api.access.CallAudit;
import dev.rekey.api.access.CallRates;
import dev.rekey.api.access.Clients;
import dev.rekey.api.access.Gatekeeper;
import dev.rekey.api.access.Issuers;
import dev.rekey.api.access.Tokens;
import dev.rekey.api.call.CallRunner;
import dev.rekey.api.call.ServedMethods;
import dev.rekey.api.connect.CallTransports;
import dev.rekey.api.connect.ConnectRoutes;
import dev.rekey.api.connect.GrpcFilter;
import dev.rekey.datasource.CallLog;
import io.grpc.BindableService;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The API: the same services behind the same gatekeeper for gRPC, for Connect and for REST. */
@Singleton
public final class Api {
  private static final int BEFORE_ALL_ROUTES = 100;

  private static final CallTransports TRANSPORTS = new CallTransports();

  private final Map<String, ServedMethods> services = new LinkedHashMap<>();
  private final CallRunner runner;
  private final ApiLimits limits;

  Api(
      Services services,
      Clients clients,
      Tokens tokens,
      Issuers issuers,
      CallRates rates,
      CallLog calls,
      ApiLimits limits,
      RandomGenerator random,
      InstantSource clock,
      Vertx vertx) {
    Gatekeeper gatekeeper = new Gatekeeper(clients, tokens, issuers, rates);
    for (BindableService each : services.all()) {
      this.services.put(
          each.bindService().getServiceDescriptor().getName(),
          new ServedMethods(each, gatekeeper::guard, limits.requestBytes()));
    }
    this.runner =
        new CallRunner(
            limits.concurrentCalls(),
            limits.concurrentStreams(),
            (delay, task) -> after(vertx, delay, task),
            random,
            new CallAudit(calls, clock));
    this.limits = limits;
  }

  /**
   * A service for a gRPC server.
   *
   * @param name such as {@code chalk.server.v1.IntegrationsService}
   */
  ServerServiceDefinition forGrpc(String name) {
    return services.get(name).forGrpc(runner, TRANSPORTS);
  }

  void routes(@Observes Router router) {
    new ConnectRoutes(methods(), runner, limits.requestBytes()).mount(router);
  }

  void filters(@Observes Filters filters) {
    GrpcFilter filter =
        new GrpcFilter(
            methods().stream()
                .map(method -> method.getMethodDescriptor().getFullMethodName())
                .toList(),
            limits.requestBytes());
    filters.register(filter::handle, BEFORE_ALL_ROUTES);
  }

  private List<ServerMethodDefinition<InputStream, InputStream>> methods() {
    return services.values().stream().flatMap(service -> service.methods().stream()).toList();
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
