package dev.rekey.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.testing.Concurrently;
import dev.rekey.testing.TestDatabase;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PostgresDatabaseTest extends DatabaseContract {
  @Override
  TestDatabase open() {
    return TestDatabase.postgresql();
  }

  @Test
  void deadlockIsRunAgain() {
    database.write(connection -> insert(connection, name(0)) + insert(connection, name(1)));
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();

    List<Integer> changed =
        Concurrently.times(
            2,
            i ->
                database.write(
                    connection -> {
                      String sql = "UPDATE keyset SET sealed = sealed || 'x' WHERE name = ?";
                      int first = Sql.update(connection, sql, name(i));
                      if (runs.incrementAndGet() <= 2) {
                        await(bothHoldOne);
                      }
                      return first + Sql.update(connection, sql, name(1 - i));
                    }));

    assertThat(changed).containsExactly(2, 2);
    assertThat(runs).hasValueGreaterThan(2);
    List<String> values =
        database.read(
            connection ->
                Sql.list(connection, "SELECT sealed FROM keyset", row -> row.getString("sealed")));
    assertThat(values).containsExactly("xxx", "xxx");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
