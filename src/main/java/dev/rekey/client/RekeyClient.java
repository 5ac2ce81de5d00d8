package dev.rekey.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client of the API. Connects when it is first used; thread-safe; one is enough for a program.
 *
 * <pre>{@code
 * try (var client = RekeyClient.create()) {
 *   var source =
 *       client.datasources().create(IntegrationKind.POSTGRESQL, "my_postgres_source", config);
 *   System.out.println(client.datasources().test(source.id()).message());
 * }
 * }</pre>
 */
public final class RekeyClient implements AutoCloseable {
  private static final int LARGEST_MESSAGE = 100 * 1024 * 1024;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ApiServer server;
  private final ManagedChannel channel;
  private final Datasources datasources;
  private final Rotations rotations;

  private RekeyClient(
      ApiServer server,
      Credentials credentials,
      Optional<String> environment,
      Duration deadline,
      InstantSource clock) {
    this.server = server;
    channel = connect(server);
    var calls = new Calls(channel, credentials, environment, deadline, clock);
    datasources = new Datasources(calls);
    rotations = new Rotations(calls);
  }

  /**
   * A client by the environment variables of this process.
   *
   * @throws InvalidArgumentException as {@link #create(Map)}
   */
  public static RekeyClient create() {
    return create(System.getenv());
  }

  /**
   * A client by the variables that all clients of the API read: {@code CHALK_API_SERVER}, {@code
   * CHALK_CLIENT_ID}, {@code CHALK_CLIENT_SECRET}, and {@code CHALK_ENVIRONMENT} or {@code
   * _CHALK_ACTIVE_ENVIRONMENT}.
   *
   * @throws InvalidArgumentException when some are missing; the message names them all
   */
  public static RekeyClient create(Map<String, String> variables) {
    return builder().variables(variables).build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The data sources. */
  public Datasources datasources() {
    return datasources;
  }

  /** What the worker did, and its bindings. */
  public Rotations rotations() {
    return rotations;
  }

  /** Ends the connection; waits a moment for calls that are under way. */
  @Override
  public void close() {
    channel.shutdown();
    try {
      if (!channel.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        channel.shutdownNow();
      }
    } catch (InterruptedException e) {
      channel.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "RekeyClient[" + server.authority() + "]";
  }

  private static ManagedChannel connect(ApiServer server) {
    ChannelCredentials security =
        server.plaintext() ? InsecureChannelCredentials.create() : TlsChannelCredentials.create();
    return Grpc.newChannelBuilder(server.target(), security)
        .maxInboundMessageSize(LARGEST_MESSAGE)
        .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
        .keepAliveWithoutCalls(true)
        .userAgent("rekey-java")
        .build();
  }

  /** What a client needs to know. Not thread-safe. */
  public static final class Builder {
    private @Nullable String apiServer;
    private @Nullable String clientId;
    private @Nullable String clientSecret;
    private @Nullable String environment;
    private Duration deadline = Duration.ofSeconds(30);
    private InstantSource clock = InstantSource.system();

    private Builder() {}

    /**
     * The server, with or without scheme. {@code localhost} and {@code 127.0.0.1} are called in
     * plaintext unless the scheme is {@code https}; all others by TLS.
     */
    public Builder apiServer(String server) {
      apiServer = server;
      return this;
    }

    public Builder clientId(String id) {
      clientId = id;
      return this;
    }

    public Builder clientSecret(String secret) {
      clientSecret = secret;
      return this;
    }

    /** The id of the environment; without one, the server's suggestion is taken. */
    public Builder environment(String id) {
      environment = id;
      return this;
    }

    /** How long a call may take, 30 seconds unless set; more than zero. */
    public Builder deadline(Duration limit) {
      if (!limit.isPositive()) {
        throw new InvalidArgumentException("deadline: must be more than zero");
      }
      deadline = limit;
      return this;
    }

    /** What tells the age of a token; the system's clock unless set. */
    Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    private Builder variables(Map<String, String> variables) {
      apiServer = first(variables, "CHALK_API_SERVER", "_CHALK_API_SERVER");
      clientId = first(variables, "CHALK_CLIENT_ID", "_CHALK_CLIENT_ID");
      clientSecret = first(variables, "CHALK_CLIENT_SECRET", "_CHALK_CLIENT_SECRET");
      environment = first(variables, "CHALK_ENVIRONMENT", "_CHALK_ACTIVE_ENVIRONMENT");
      return this;
    }

    /**
     * The client.
     *
     * @throws InvalidArgumentException when something is missing; the message names all of it
     */
    public RekeyClient build() {
      var missing = new ArrayList<String>();
      String server = required(apiServer, "api server (CHALK_API_SERVER)", missing);
      String id = required(clientId, "client id (CHALK_CLIENT_ID)", missing);
      String secret = required(clientSecret, "client secret (CHALK_CLIENT_SECRET)", missing);
      if (!missing.isEmpty()) {
        throw new InvalidArgumentException("missing: " + String.join(", ", missing));
      }
      return new RekeyClient(
          ApiServer.parse(server),
          new Credentials(id, secret),
          Optional.ofNullable(environment),
          deadline,
          clock);
    }

    private static String required(@Nullable String value, String name, List<String> missing) {
      if (value == null || value.isBlank()) {
        missing.add(name);
        return "";
      }
      return value;
    }

    private static @Nullable String first(Map<String, String> variables, String... names) {
      for (String name : names) {
        String value = variables.get(name);
        if (value != null && !value.isBlank()) {
          return value;
        }
      }
      return null;
    }
  }
}
