package dev.rekey.app.config;

import dev.rekey.rotation.FieldMapping;
import dev.rekey.rotation.Terms;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of {@code config/rekey.yaml}, which says what each is for. */
@ConfigMapping(prefix = "rekey")
public interface RekeyConfig {
  @WithDefault("data")
  Path dataDir();

  Http http();

  Store store();

  MasterKey masterKey();

  Target target();

  List<Environment> environments();

  List<Client> clients();

  Tokens tokens();

  List<Oidc> oidc();

  SecretStores secretStores();

  Events events();

  List<Binding> bindings();

  Map<String, List<String>> bindableSecrets();

  Map<String, Duration> settleWindows();

  Connectors connectors();

  Worker worker();

  SweepConfig sweeps();

  List<SweepConfig.Window> changeWindows();

  Retention retention();

  Limits limits();

  TelemetryConfig telemetry();

  NotificationConfig notifications();

  /** Where the API and the management endpoints listen. */
  interface Http {
    @WithDefault("127.0.0.1")
    String host();

    @WithDefault("8080")
    int port();

    @WithDefault("9000")
    int managementPort();

    @WithDefault("false")
    boolean allowPlaintext();

    Optional<Tls> tls();
  }

  /** With what the API shows who it is, and asks its clients who they are. */
  interface Tls {
    Path certificate();

    Path key();

    Optional<Path> clientCa();

    Optional<Duration> reloadPeriod();
  }

  /** Where the key is that opens everything. */
  interface MasterKey {
    @WithDefault("file")
    MasterKeyKind kind();

    Optional<AwsKms> awsKms();

    Optional<GoogleKms> googleKms();
  }

  /** Where a master key can be. */
  enum MasterKeyKind {
    FILE,
    ENVIRONMENT,
    AWS_KMS,
    GOOGLE_KMS
  }

  /** A key of AWS KMS that wraps ours. */
  interface AwsKms {
    String region();

    String keyId();

    Optional<URI> endpoint();
  }

  /** A key of Google Cloud KMS that wraps ours. */
  interface GoogleKms {
    String key();

    Optional<URI> endpoint();
  }

  /** Whose data sources the worker drives. */
  interface Target {
    @WithDefault("embedded")
    TargetKind kind();

    Optional<Remote> remote();
  }

  /** Where data sources can be. */
  enum TargetKind {
    EMBEDDED,
    REMOTE
  }

  /** How the server with the data sources is reached. */
  interface Remote {
    String apiServer();

    String clientId();

    Path clientSecretFile();

    Optional<Path> rootCertificates();

    Optional<Duration> deadline();
  }

  /** Somebody else whose tokens are taken. */
  interface Oidc {
    URI issuer();

    String audience();

    Optional<URI> jwksUri();

    @WithDefault("sub")
    String claim();

    Map<String, String> clients();
  }

  /** Which database keeps the state. */
  interface Store {
    @WithDefault("sqlite")
    StoreKind kind();

    Optional<Postgresql> postgresql();
  }

  /** The databases that can keep the state. */
  enum StoreKind {
    SQLITE,
    POSTGRESQL
  }

  /** How the PostgreSQL store is reached. */
  interface Postgresql {
    String url();

    String user();

    Path passwordFile();
  }

  /** An environment of data sources. */
  interface Environment {
    String id();

    Optional<String> name();
  }

  /** Someone who may call the API. */
  interface Client {
    String id();

    Optional<Path> secretFile();

    Optional<String> secretHash();

    List<String> permissions();

    List<String> environments();
  }

  /** The tokens of the API. */
  interface Tokens {
    @WithDefault("1h")
    Duration lifetime();
  }

  /** Where secrets are fetched from. */
  interface SecretStores {
    Directory directory();

    Aws aws();

    Google google();

    /** AWS Secrets Manager. */
    interface Aws {
      Optional<URI> endpoint();

      Optional<Role> role();

      @WithDefault("100")
      int callsPerSecond();
    }

    /** Google Secret Manager. */
    interface Google {
      Optional<URI> endpoint();

      Map<String, String> projects();

      @WithDefault("100")
      int callsPerSecond();
    }

    /** The mounted directory. */
    interface Directory {
      @WithDefault("secrets")
      Path path();

      @WithDefault("10000")
      int callsPerSecond();
    }
  }

  /** How data sources are reached when they are tested. */
  interface Connectors {
    Egress egress();

    Optional<Path> trustFolder();

    Endpoints endpoints();

    /** Where data sources may be. */
    interface Egress {
      @WithDefault("true")
      boolean privateNetworks();

      @WithDefault("false")
      boolean loopback();
    }

    /** What stands in the place of the providers' own, for every data source. */
    interface Endpoints {
      Optional<URI> aws();

      Optional<URI> azureLogin();

      Optional<URI> bigquery();

      Optional<URI> pubsub();

      Optional<URI> snowflake();

      Optional<URI> spanner();
    }
  }

  /** An IAM role to act as. */
  interface Role {
    String arn();

    Optional<String> externalId();
  }

  /** Where news of secrets comes from. */
  interface Events {
    Directory directory();

    Kafka kafka();

    Sqs sqs();

    Pubsub pubsub();

    /** Events of AWS from queues of SQS. */
    interface Sqs {
      List<Queue> queues();

      Optional<URI> endpoint();

      Optional<Role> role();

      /** One queue. */
      interface Queue {
        String url();

        Optional<String> region();
      }
    }

    /** Events of Google Secret Manager by Pub/Sub. */
    interface Pubsub {
      Optional<List<String>> subscriptions();

      Optional<URI> endpoint();

      Push push();

      /** The endpoint that a push subscription calls. */
      interface Push {
        @WithDefault("false")
        boolean enabled();

        Optional<String> audience();

        Optional<String> serviceAccount();

        Optional<URI> keys();
      }
    }

    /** Changes of the mounted directory. */
    interface Directory {
      @WithDefault("true")
      boolean enabled();

      @WithDefault("1m")
      Duration rescan();
    }

    /** CloudEvents of a Kafka topic. */
    interface Kafka {
      @WithDefault("false")
      boolean enabled();

      @WithDefault("localhost:9092")
      String bootstrapServers();

      @WithDefault("secret-rotations")
      String topic();

      @WithDefault("rekey")
      String groupId();

      Map<String, String> properties();
    }
  }

  /** Which secret feeds which keys of which data source. */
  interface Binding {
    String secret();

    String environment();

    String dataSource();

    Map<String, @WithConverter(FieldMappingConverter.class) FieldMapping> keys();

    Optional<Duration> settleWindow();

    @WithDefault("false")
    boolean preflight();

    OnFailure onFailure();

    /** What follows when the new values do not pass. */
    interface OnFailure {
      @WithDefault("roll-back")
      Terms.PreviousWorks previousWorks();

      @WithDefault("keep")
      Terms.PreviousRefused previousRefused();

      @WithDefault("park")
      Terms.Unreachable unreachable();
    }
  }

  /** The worker as one of several. */
  interface Worker {
    @WithDefault("15s")
    Duration lease();

    @WithDefault("10s")
    Duration drain();
  }

  /** What is kept, and for how long. */
  interface Retention {
    @WithDefault("90")
    int days();
  }

  /** What bounds the worker. */
  interface Limits {
    @WithDefault("131072")
    int maxValueBytes();

    @WithDefault("200")
    int maxConfigKeys();

    @WithDefault("64")
    int maxConcurrentRotations();

    @WithDefault("10000")
    int maxRotationsInHand();

    @WithDefault("64")
    int maxConcurrentTests();

    @WithDefault("32")
    int maxConcurrentTestsPerKind();

    Map<String, Integer> testsPerKind();

    @WithDefault("10s")
    Duration testTimeout();

    @WithDefault("5")
    int testAttempts();

    @WithDefault("1000")
    int callsPerSecond();
  }
}
