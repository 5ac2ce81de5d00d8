package dev.rekey.notification.outbox;

import static dev.rekey.notification.News.NOW;
import static dev.rekey.notification.News.committed;
import static dev.rekey.notification.News.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.notification.CloudEvents;
import dev.rekey.notification.Endpoint;
import dev.rekey.notification.Outbox;
import dev.rekey.notification.Outbox.Settlement;
import dev.rekey.notification.Outbox.State;
import dev.rekey.notification.OutboxContract;
import dev.rekey.store.Database;
import dev.rekey.store.Sql;
import dev.rekey.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcOutboxTest {
  private static final CloudEvents EVENTS = new CloudEvents("/rekey");
  private static final List<Endpoint> ALL = List.of(endpoint("all"));

  private static TestDatabase sqlite;
  private static TestDatabase postgresql;

  @BeforeAll
  static void open(@TempDir Path folder) {
    sqlite = TestDatabase.sqlite(folder.resolve("rekey.db"));
    postgresql = TestDatabase.postgresql();
  }

  @AfterAll
  static void close() {
    sqlite.close();
    postgresql.close();
  }

  private static Database cleared(TestDatabase database) {
    database.clear();
    return database.database();
  }

  private static Outbox alone(Database database, List<Endpoint> endpoints) {
    return new JdbcOutbox(database, EVENTS, endpoints, new EndpointLeases("w1", Optional.empty()));
  }

  private static Outbox shared(
      Database database, String worker, Duration lease, List<Endpoint> endpoints) {
    return new JdbcOutbox(
        database, EVENTS, endpoints, new EndpointLeases(worker, Optional.of(lease)));
  }

  @Nested
  class OnSqlite extends OutboxContract {
    @Override
    protected Outbox empty(List<Endpoint> endpoints) {
      return alone(cleared(sqlite), endpoints);
    }
  }

  @Nested
  class OnPostgresql extends OutboxContract {
    @Override
    protected Outbox empty(List<Endpoint> endpoints) {
      return shared(cleared(postgresql), "w1", Duration.ofMinutes(1), endpoints);
    }
  }

  @Test
  void oneWorkerAtATimeCarriesOutWhatIsForAnEndpoint() {
    Database database = cleared(postgresql);
    Outbox one = shared(database, "w1", Duration.ofMinutes(1), ALL);
    Outbox other = shared(database, "w2", Duration.ofMinutes(1), ALL);
    one.add(committed("n1", "shop"));

    assertThat(one.take("all", NOW, 10)).hasSize(1);
    assertThat(other.take("all", NOW, 10)).isEmpty();
    assertThat(one.take("all", NOW, 10)).hasSize(1);
    one.settle("all", List.of());
    assertThat(other.take("all", NOW, 10)).hasSize(1);
  }

  @Test
  void anotherWorkerTakesOverAfterTheLease() {
    Database database = cleared(postgresql);
    Outbox dead = shared(database, "w1", Duration.ZERO, ALL);
    Outbox other = shared(database, "w2", Duration.ofMinutes(1), ALL);
    dead.add(committed("n1", "shop"));

    assertThat(dead.take("all", NOW, 10)).hasSize(1);

    assertThat(other.take("all", NOW, 10)).hasSize(1);
  }

  @Test
  void whatHasEndedIsForgottenAndWhatIsPendingIsNot() {
    for (TestDatabase each : List.of(sqlite, postgresql)) {
      Database database = cleared(each);
      Outbox outbox = alone(database, List.of(endpoint("all"), endpoint("gone")));
      outbox.add(committed("n1", "a"));
      outbox.add(committed("n2", "b"));
      outbox.add(committed("n3", "c"));
      List<Settlement> settlements = new ArrayList<>();
      List<Outbox.Pending> taken = outbox.take("all", NOW, 10);
      settlements.add(new Settlement.Sent(taken.get(0).number(), 0, NOW));
      settlements.add(new Settlement.Dead(taken.get(1).number(), 1, 1, NOW.plusSeconds(9), "no"));
      outbox.settle("all", settlements);
      OutboxRetention retention = new OutboxRetention(database, List.of("all"));

      int pruned = retention.prune(NOW.plusSeconds(5), 100);

      // The one that was sent, and three for an endpoint that there is no more.
      assertThat(pruned).isEqualTo(4);
      assertThat(outbox.list("prod", State.SENT, Optional.empty(), 10)).isEmpty();
      assertThat(outbox.list("prod", State.DEAD, Optional.empty(), 10)).hasSize(1);
      assertThat(outbox.list("prod", State.PENDING, Optional.empty(), 10)).hasSize(1);
      assertThat(retention.prune(NOW.plusSeconds(5), 100)).isZero();
    }
  }

  @Test
  void nothingIsFoundByReadingAllRows() {
    List<String> plans = new ArrayList<>();
    boolean _ =
        sqlite
            .database()
            .read(
                connection -> {
                  for (String sql : List.of(JdbcOutbox.ANY_DUE, JdbcOutbox.TAKE)) {
                    plans.addAll(
                        Sql.list(
                            connection,
                            "EXPLAIN QUERY PLAN " + sql.replace("LIMIT ?", "LIMIT 5"),
                            row -> row.getString("detail"),
                            "all",
                            "all",
                            0L));
                  }
                  plans.addAll(
                      Sql.list(
                          connection,
                          "EXPLAIN QUERY PLAN " + JdbcOutbox.NEXT,
                          row -> row.getString("detail"),
                          "all",
                          0L));
                  plans.addAll(
                      Sql.list(
                          connection,
                          "EXPLAIN QUERY PLAN " + OutboxRetention.SETTLED,
                          row -> row.getString("detail"),
                          0L,
                          5));
                  return true;
                });

    assertThat(plans).noneMatch(step -> step.contains("SCAN notification"));
    assertThat(plans).noneMatch(step -> step.contains("TEMP B-TREE FOR ORDER BY"));
  }
}
