package dev.rekey.demo;

import dev.rekey.client.RekeyClient;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationFilter;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The real parts, set up for one data source that logs in with a password from a secret. */
final class Stage implements AutoCloseable {
  static final String SOURCE = "my_postgres_source";
  static final String SECRET = "my-postgres";
  static final String TOPIC = "secret-rotations";
  private static final String DATABASE = "mydb";
  private static final String USER = "rekey_demo";
  private static final int PASSWORD_BYTES = 12;
  private static final Duration ROTATION_LIMIT = Duration.ofSeconds(30);

  private final SecureRandom random = new SecureRandom();
  private final PostgresServer postgres;
  private final KafkaBroker broker;
  private final RotationEvents events;
  private final WorkerProcess worker;

  private Stage(PostgresServer postgres, KafkaBroker broker) {
    this.postgres = postgres;
    this.broker = broker;
    events = RotationEvents.newTopic(broker, TOPIC);
    worker =
        WorkerProcess.start(
            "demo",
            WorkerConfig.listening(broker.bootstrapServers(), TOPIC)
                .bind(SECRET, SOURCE, Map.of("PGPASSWORD", "/password")));
  }

  /** Starts everything; returns when all of it serves. */
  static Stage set(Report report) {
    var postgres =
        CompletableFuture.supplyAsync(PostgresServer::start)
            .thenApply(
                server -> {
                  report.say("PostgreSQL has started.");
                  return server;
                });
    KafkaBroker broker = KafkaBroker.start(KafkaBroker.Listener.PLAINTEXT);
    report.say("Kafka has started.");
    var stage = new Stage(postgres.join(), broker);
    report.say("The worker is ready.");
    return stage;
  }

  RekeyClient client() {
    return worker.client();
  }

  String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Makes the database and its user. */
  Map<String, String> createDatabase(String password) {
    postgres.createRole(USER, password);
    postgres.createDatabase(DATABASE, USER);
    return Map.of(
        "PGHOST", "127.0.0.1",
        "PGPORT", String.valueOf(postgres.port()),
        "PGDATABASE", DATABASE,
        "PGUSER", USER,
        "PGPASSWORD", password);
  }

  void changePasswordInPostgres(String password) {
    postgres.changePassword(USER, password);
  }

  void changePasswordInSecret(String password) {
    worker.writeSecret(
        SECRET, "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(USER, password));
  }

  /** Publishes the news, and waits until the rotation that it causes has come to its end. */
  Rotation announce() {
    String event = events.publish(SECRET);
    return Eventually.get(
        ROTATION_LIMIT,
        () -> "no rotation of event " + event + " came to an end in " + ROTATION_LIMIT,
        () ->
            client().rotations().list(RotationFilter.newest(10).ofDataSource(SOURCE)).stream()
                .filter(rotation -> rotation.eventId().contains(event))
                .filter(rotation -> rotation.state().isFinal())
                .findFirst()
                .map(rotation -> client().rotations().get(rotation.id())));
  }

  /** Whether PostgreSQL itself lets the user in; nothing of Rekey takes part. */
  boolean logsIn(String password) {
    try (var connection = DriverManager.getConnection(postgres.jdbcUrl(DATABASE), USER, password);
        var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT current_user")) {
      return result.next() && result.getString(1).equals(USER);
    } catch (SQLException refused) {
      return false;
    }
  }

  @Override
  public void close() {
    worker.close();
    events.close();
    broker.close();
    postgres.close();
  }
}
