package dev.rekey.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
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
 * {@snippet class="ExamplesTest" region="client.create"}
 */
public final class RekeyClient implements AutoCloseable {
  private static final int LARGEST_MESSAGE = 100 * 1024 * 1024;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ApiServer server;
  private final ManagedChannel channel;
  private final Datasources datasources;
  private final Secrets secrets;
  private final Environments environments;
  private final Rotations rotations;
  private final Notifications notifications;
  private final Bindings bindings;
  private final Sweeps sweeps;
  private final Admin admin;

  private RekeyClient(ApiServer server, Credentials credentials, Builder settings) {
    this.server = server;
    channel = connect(server, settings.tls);
    var calls =
        new Calls(
            channel,
            credentials,
            Optional.ofNullable(settings.environment),
            settings.deadline,
            settings.clock,
            new SecureRandom());
    datasources = new Datasources(calls);
    secrets = new Secrets(calls);
    environments = new Environments(calls);
    rotations = new Rotations(calls);
    notifications = new Notifications(calls);
    bindings = new Bindings(calls, rotations);
    sweeps = new Sweeps(calls);
    admin = new Admin(calls);
  }

  /**
   * A client by the environment variables of this process, and where they say too little, by the
   * file {@code .chalk.yml}.
   *
   * @throws InvalidArgumentException as {@link #create(Map)}
   */
  public static RekeyClient create() {
    return create(System.getenv());
  }

  /**
   * A client by the variables that all clients of the API read: {@code CHALK_API_SERVER}, {@code
   * CHALK_CLIENT_ID}, {@code CHALK_CLIENT_SECRET}, and {@code CHALK_ENVIRONMENT}, {@code
   * _CHALK_ACTIVE_ENVIRONMENT} or {@code CHALK_ACTIVE_ENVIRONMENT}; and by {@link #builder(Map)}'s
   * files.
   *
   * @throws InvalidArgumentException when something is missing; the message names all of it
   */
  public static RekeyClient create(Map<String, String> variables) {
    return builder(variables).build();
  }

  /** A builder that knows nothing yet. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A builder that knows what the variables say, and where server, id or secret is missing there,
   * what the {@link CredentialsFile} says for the folder that the process runs in. {@code
   * REKEY_ROOT_CERTIFICATES}, {@code REKEY_CLIENT_CERTIFICATE} and {@code REKEY_CLIENT_KEY} name
   * files for TLS.
   *
   * @throws InvalidArgumentException when the credentials file cannot be read
   */
  public static Builder builder(Map<String, String> variables) {
    Profile said = Profile.of(variables);
    if (!said.isComplete()) {
      Path here = Path.of("").toAbsolutePath();
      said =
          said.or(
              CredentialsFile.of(variables).map(file -> file.profile(here)).orElse(Profile.EMPTY));
    }
    return builder().profile(said).certificates(variables);
  }

  /** The data sources. */
  public Datasources datasources() {
    return datasources;
  }

  /** The secrets of the environment that belong to no data source. */
  public Secrets secrets() {
    return secrets;
  }

  /** Where the client is. */
  public Environments environments() {
    return environments;
  }

  /** Which secrets feed the data sources. */
  public Bindings bindings() {
    return bindings;
  }

  /** What the worker did, and its bindings. */
  public Rotations rotations() {
    return rotations;
  }

  /** What others are told of outcomes. */
  public Notifications notifications() {
    return notifications;
  }

  /** The periodic checks, what they found, and the freeze. */
  public Sweeps sweeps() {
    return sweeps;
  }

  /** What whoever runs the worker asks of it. */
  public Admin admin() {
    return admin;
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

  private static ManagedChannel connect(ApiServer server, Tls tls) {
    ChannelCredentials security =
        server.plaintext() ? InsecureChannelCredentials.create() : tls.credentials();
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
    private Tls tls = Tls.DEFAULT;

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

    /**
     * What the profile says; what it does not say stays.
     *
     * @see CredentialsFile
     */
    public Builder profile(Profile profile) {
      profile.apiServer().ifPresent(this::apiServer);
      profile.clientId().ifPresent(this::clientId);
      profile.clientSecret().ifPresent(this::clientSecret);
      profile.environment().ifPresent(this::environment);
      return this;
    }

    /**
     * The authorities to trust, in place of those that the JDK trusts. Means TLS, on this machine
     * too.
     *
     * @param pem a file with one certificate or more
     */
    public Builder rootCertificates(Path pem) {
      tls = new Tls(Optional.of(pem), tls.identity());
      return this;
    }

    /**
     * What the client shows to a server that asks who it is. Means TLS, on this machine too.
     *
     * @param certificate a PEM file with the certificate, and those between it and its authority
     * @param key a PEM file with its private key, unencrypted PKCS #8
     */
    public Builder clientCertificate(Path certificate, Path key) {
      tls = new Tls(tls.roots(), Optional.of(new Tls.Identity(certificate, key)));
      return this;
    }

    private Builder certificates(Map<String, String> variables) {
      String roots = variables.get("REKEY_ROOT_CERTIFICATES");
      if (roots != null) {
        rootCertificates(Path.of(roots));
      }
      String certificate = variables.get("REKEY_CLIENT_CERTIFICATE");
      String key = variables.get("REKEY_CLIENT_KEY");
      if ((certificate == null) != (key == null)) {
        throw new InvalidArgumentException(
            "client certificate: REKEY_CLIENT_CERTIFICATE and REKEY_CLIENT_KEY go together");
      }
      return certificate == null ? this : clientCertificate(Path.of(certificate), Path.of(key));
    }

    /**
     * The client.
     *
     * @throws InvalidArgumentException when something is missing, of which the message names all,
     *     or a certificate cannot be read
     */
    public RekeyClient build() {
      var missing = new ArrayList<String>();
      String server = required(apiServer, "api server (CHALK_API_SERVER)", missing);
      String id = required(clientId, "client id (CHALK_CLIENT_ID)", missing);
      String secret = required(clientSecret, "client secret (CHALK_CLIENT_SECRET)", missing);
      if (!missing.isEmpty()) {
        throw new InvalidArgumentException("credentials: missing " + String.join(", ", missing));
      }
      ApiServer parsed = ApiServer.parse(server);
      return new RekeyClient(
          tls.isAskedFor() ? parsed.byTls() : parsed, new Credentials(id, secret), this);
    }

    private static String required(@Nullable String value, String name, List<String> missing) {
      if (value == null || value.isBlank()) {
        missing.add(name);
        return "";
      }
      return value;
    }
  }
}
