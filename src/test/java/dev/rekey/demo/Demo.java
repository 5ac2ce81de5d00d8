package dev.rekey.demo;

import dev.rekey.client.Datasource;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationState;
import dev.rekey.client.TestOutcome;
import dev.rekey.testing.Shutdown;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A good rotation, a bad one, and the proof that the data source works after both. Exit code 0 only
 * if all of it is true.
 */
public final class Demo {
  private final Stage stage;
  private final Report report;

  private Demo(Stage stage, Report report) {
    this.stage = stage;
    this.report = report;
  }

  public static void main(String[] args) {
    // Kafka's and PostgreSQL's chatter is not part of the story.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    Logger.getLogger("").setLevel(Level.WARNING);
    var report = new Report(System.out);
    report.say("Starting a Kafka broker, a PostgreSQL server and the packaged worker.");
    try (var stage = Stage.set(report)) {
      new Demo(stage, report).run();
      report.say("All of it is true. Cleaning up.");
    } catch (RuntimeException e) {
      if (Shutdown.isUnderWay()) {
        return;
      }
      report.say("FAILED: " + e.getMessage());
      report.say("The worker's log: target/worker/demo.log");
      System.exit(1);
    }
    System.exit(0);
  }

  private void run() {
    String first = stage.newPassword();
    Datasource source = create(first);

    String good = stage.newPassword();
    report.say("Rotating the password in PostgreSQL and in the secret; telling Kafka.");
    stage.changePasswordInPostgres(good);
    stage.changePasswordInSecret(good);
    Rotation committed = stage.announce();
    report.show("A good new password", committed);
    check(committed.state() == RotationState.COMMITTED, "a good password was not committed");
    check(
        committed.changedKeys().equals(List.of("PGPASSWORD")),
        "other keys than PGPASSWORD were changed");
    check(holds(source, good), "the data source does not hold the new password");

    report.say("Putting a wrong password into the secret; telling Kafka.");
    stage.changePasswordInSecret(stage.newPassword());
    Rotation rolledBack = stage.announce();
    report.show("A wrong new password", rolledBack);
    check(rolledBack.state() == RotationState.ROLLED_BACK, "a wrong password was not rolled back");

    prove(source, first, good);
  }

  private Datasource create(String password) {
    Map<String, String> config = stage.createDatabase(password);
    stage.changePasswordInSecret(password);
    report.say("Creating " + Stage.SOURCE + " through the API.");
    Datasource source =
        stage.client().datasources().create(IntegrationKind.POSTGRESQL, Stage.SOURCE, config);
    TestOutcome outcome = stage.client().datasources().test(source.id());
    report.say("test(): " + outcome.message());
    check(outcome.success(), "the new data source does not pass its test");
    return source;
  }

  private void prove(Datasource source, String first, String good) {
    check(holds(source, good), "the data source does not hold the good password any more");
    check(stage.logsIn(good), "PostgreSQL refuses the password that the data source holds");
    check(
        !stage.logsIn(first),
        "PostgreSQL takes the first password still, so a login proves nothing");
    report.say("Plain login to PostgreSQL with what the data source holds: works.");
    TestOutcome outcome = stage.client().datasources().test(source.id());
    check(outcome.success(), "the data source does not pass its test: " + outcome.message());
    report.say("test(): " + outcome.message());
  }

  private boolean holds(Datasource source, String password) {
    return stage
        .client()
        .datasources()
        .value(source.id(), "PGPASSWORD")
        .filter(password::equals)
        .isPresent();
  }

  private static void check(boolean fact, String otherwise) {
    if (!fact) {
      throw new DemoFailedException(otherwise);
    }
  }
}
