package dev.rekey.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.testing.Concurrently;
import dev.rekey.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database does with work. */
abstract class DatabaseContract {
  TestDatabase opened;
  Database database;

  abstract TestDatabase open();

  @BeforeEach
  final void begin() {
    opened = open();
    database = opened.database();
  }

  @AfterEach
  final void end() {
    opened.close();
  }

  /** Writes a row; fails when there is one of that name. */
  static int insert(Connection connection, String name) throws SQLException {
    return Sql.update(connection, "INSERT INTO keyset (name, sealed) VALUES (?, ?)", name, "x");
  }

  List<String> names() {
    return database.read(
        connection ->
            Sql.list(
                connection, "SELECT name FROM keyset ORDER BY name", row -> row.getString("name")));
  }

  static String name(int number) {
    return "%04d".formatted(number);
  }

  static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj(DatabaseContract::name).toList();
  }

  @Test
  void writtenRowIsRead() {
    assertThat(database.<Integer>write(connection -> insert(connection, "a"))).isEqualTo(1);

    assertThat(names()).containsExactly("a");
  }

  @Test
  void manyWritersAllSucceed() {
    List<Integer> written =
        Concurrently.times(300, i -> database.write(connection -> insert(connection, name(i))));

    assertThat(written).hasSize(300).containsOnly(1);
    assertThat(names()).isEqualTo(names(0, 300));
  }

  @Test
  void failingWorkHarmsNobodyElse() {
    List<String> outcomes =
        Concurrently.times(
            90,
            i -> {
              try {
                return database.write(
                    connection -> {
                      insert(connection, name(i));
                      fail(i, connection);
                      return "written";
                    });
              } catch (IllegalArgumentException | StoreException e) {
                return Objects.requireNonNull(e.getClass().getSimpleName());
              }
            });

    for (int i = 0; i < 90; i++) {
      assertThat(outcomes.get(i))
          .isEqualTo(
              i % 3 == 0 ? "written" : i % 3 == 1 ? "IllegalArgumentException" : "StoreException");
    }
    assertThat(names()).isEqualTo(names(0, 90).stream().filter(n -> number(n) % 3 == 0).toList());
  }

  static int number(String name) {
    return Integer.parseInt(name);
  }

  private static void fail(int number, Connection connection) throws SQLException {
    if (number % 3 == 1) {
      throw new IllegalArgumentException("on purpose");
    }
    if (number % 3 == 2) {
      Sql.update(connection, "INSERT INTO no_such_table VALUES (1)");
    }
  }

  @Test
  void workThatThrowsWritesNothingAndItsExceptionComesBack() {
    IllegalStateException thrown = new IllegalStateException("on purpose");

    assertThatThrownBy(
            () ->
                database.write(
                    connection -> {
                      insert(connection, "a");
                      throw thrown;
                    }))
        .isSameAs(thrown);
    assertThat(names()).isEmpty();
  }

  @Test
  void errorOfWorkComesBackToo() {
    assertThatThrownBy(
            () ->
                database.write(
                    connection -> {
                      throw new AssertionError("on purpose");
                    }))
        .isInstanceOf(AssertionError.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void readCannotWrite() {
    assertThatThrownBy(() -> database.read(connection -> insert(connection, "a")))
        .isInstanceOf(StoreException.class);
    assertThat(names()).isEmpty();
    assertThat(database.<Integer>write(connection -> insert(connection, "a"))).isEqualTo(1);
  }

  @Test
  void readSeesOneStateWhileOthersWrite() {
    List<Integer> counts =
        database.read(
            connection -> {
              int before = count(connection);
              Concurrently.times(1, i -> database.write(other -> insert(other, "a")));
              return List.of(before, count(connection));
            });

    assertThat(counts).containsExactly(0, 0);
    assertThat(names()).containsExactly("a");
  }

  private static int count(Connection connection) throws SQLException {
    return Sql.find(connection, "SELECT COUNT(*) AS rows FROM keyset", row -> row.getInt("rows"))
        .orElseThrow();
  }
}
