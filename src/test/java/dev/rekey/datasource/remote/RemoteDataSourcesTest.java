package dev.rekey.datasource.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.api.access.ApiClient;
import dev.rekey.api.access.CallRates;
import dev.rekey.api.access.Clients;
import dev.rekey.api.access.Environment;
import dev.rekey.api.access.Gatekeeper;
import dev.rekey.api.access.Issuers;
import dev.rekey.api.access.LoginThrottle;
import dev.rekey.api.access.Permission;
import dev.rekey.api.access.SecretDigest;
import dev.rekey.api.access.TestTokens;
import dev.rekey.api.access.Tokens;
import dev.rekey.api.call.CallRunner;
import dev.rekey.api.call.ServedMethods;
import dev.rekey.api.call.Transport;
import dev.rekey.api.service.Auth;
import dev.rekey.api.service.Integrations;
import dev.rekey.client.RekeyClient;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConnectionTestContract;
import dev.rekey.datasource.Connectors;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.DataSources.SwapPolicy;
import dev.rekey.datasource.DataSourcesContract;
import dev.rekey.datasource.Fence;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.InMemoryEnvironmentSecrets;
import dev.rekey.datasource.InMemoryPermissionTags;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.SwapContract;
import dev.rekey.datasource.SwapResult;
import dev.rekey.secret.Secret;
import dev.rekey.testing.ManualClock;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The adapter against the API itself, on loopback. */
class RemoteDataSourcesTest {
  private static final String SECRET = "hush-hush";
  private static final int LARGEST_REQUEST = 4 << 20;

  private final Map<String, RekeyClient> clients = new ConcurrentHashMap<>();
  private Server server;
  private InMemoryDataSources held;

  /** The fences of the contracts: those of a sequence hold. */
  private DataSources start(DataSourceRules rules, Connectors connectors, InstantSource clock) {
    held = new InMemoryDataSources(clock, rules, connectors);
    Clients known =
        new Clients(
            List.of(
                new ApiClient(
                    "worker",
                    SecretDigest.of(SECRET),
                    EnumSet.allOf(Permission.class),
                    List.of("prod", "staging"))),
            List.of(new Environment("prod", "Prod"), new Environment("staging", "Staging")));
    Tokens tokens =
        new Tokens(
            TestTokens.newKey(),
            InstantSource.system(),
            RandomGenerator.getDefault(),
            Duration.ofHours(1));
    serve(
        new Gatekeeper(known, tokens, Issuers.NONE, new CallRates(1_000_000, System::nanoTime)),
        List.of(
            new Integrations(
                held,
                rules,
                new InMemoryEnvironmentSecrets(clock, held),
                new InMemoryPermissionTags(clock)),
            new Auth(known, tokens, new LoginThrottle(InstantSource.system()))));
    return new RemoteDataSources(
        environment -> clients.computeIfAbsent(environment, this::client),
        rules,
        ref -> Set.of(),
        fence -> fence.sequence() > 0,
        held,
        clock);
  }

  private void serve(Gatekeeper gatekeeper, List<BindableService> services) {
    CallRunner runner =
        new CallRunner(
            2000,
            1,
            (delay, task) -> () -> {},
            RandomGenerator.getDefault(),
            (facts, method, code) -> {});
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            InsecureServerCredentials.create());
    for (BindableService each : services) {
      builder.addService(
          new ServedMethods(each, gatekeeper::guard, LARGEST_REQUEST)
              .forGrpc(runner, () -> new Transport(Runnable::run, new CompletableFuture<>())));
    }
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private RekeyClient client(String environment) {
    return RekeyClient.builder()
        .apiServer("127.0.0.1:" + server.getPort())
        .clientId("worker")
        .clientSecret(SECRET)
        .environment(environment)
        .build();
  }

  @AfterEach
  void stop() {
    clients.values().forEach(RekeyClient::close);
    server.shutdownNow();
  }

  @Nested
  class Config extends DataSourcesContract {
    @Override
    protected Both empty(DataSourceRules rules, Connectors connectors, InstantSource clock) {
      return new Both(start(rules, connectors, clock), held);
    }
  }

  @Nested
  class Swaps extends SwapContract {
    @Override
    protected Both empty(DataSourceRules rules, Connectors connectors, InstantSource clock) {
      return new Both(start(rules, connectors, clock), held);
    }
  }

  @Nested
  class Tests extends ConnectionTestContract {
    @Override
    protected Both empty(DataSourceRules rules, Connectors connectors, InstantSource clock) {
      return new Both(start(rules, connectors, clock), held);
    }
  }

  /** What the API does not tell is not overwritten. */
  @Nested
  class Unknown {
    private static final DataSourceRef ORDERS = new DataSourceRef("prod", "orders");

    private final DataSources remote =
        start(
            DataSourceRules.DEFAULT,
            kind -> (config, deadline) -> new dev.rekey.connector.TestResult.Passed("connected"),
            new ManualClock(Instant.parse("2026-11-23T10:15:30Z")));

    private SwapResult swap(Optional<Secret> from, Optional<Secret> to) {
      return remote.swap(
          ORDERS,
          List.of(new KeySwap("PGPASSWORD", from, to)),
          SwapPolicy.EACH_KEY,
          new Fence("r1", 3));
    }

    private void create(Map<String, ConfigValue> more) {
      Map<String, ConfigValue> config = new HashMap<>(more);
      for (String key : List.of("PGHOST", "PGDATABASE", "PGUSER")) {
        config.put(key, new ConfigValue.Literal(Secret.of("x")));
      }
      Object _ = held.create(ORDERS, Kind.POSTGRESQL, config, Actor.client("other"));
    }

    @Test
    void keyThatMayBeAReferenceIsAConflict() {
      create(Map.of("PGPASSWORD", new ConfigValue.Reference("secret-1")));

      assertThat(swap(Optional.empty(), Optional.of(Secret.of("new"))))
          .isEqualTo(new SwapResult.Swapped(Set.of(), Set.of("PGPASSWORD")));
      assertThat(held.find(ORDERS).orElseThrow().config().get("PGPASSWORD").value())
          .isEqualTo(new ConfigValue.Reference("secret-1"));
    }

    @Test
    void keyThatWouldHaveToGoIsAConflict() {
      create(Map.of("PGPASSWORD", new ConfigValue.Literal(Secret.of("old"))));

      assertThat(swap(Optional.of(Secret.of("old")), Optional.empty()))
          .isEqualTo(new SwapResult.Swapped(Set.of(), Set.of("PGPASSWORD")));
    }
  }
}
