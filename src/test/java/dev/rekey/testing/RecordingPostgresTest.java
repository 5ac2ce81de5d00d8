package dev.rekey.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.testing.RecordingPostgres.Login;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordingPostgresTest {
  private final List<Login> logins = Collections.synchronizedList(new ArrayList<>());
  private final RecordingPostgres server =
      RecordingPostgres.start(
          login -> {
            logins.add(login);
            return login.password().equals("right");
          });

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void rightPasswordIsLetInAndItsQueryAnswered() throws SQLException {
    try (var connection = DriverManager.getConnection(url(), "someone", "right");
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT 1")) {
      row.next();

      assertThat(row.getInt(1)).isOne();
    }
    assertThat(logins).containsExactly(new Login("somewhere", "someone", "right"));
  }

  @Test
  void wrongPasswordIsRefusedAsPostgresqlRefusesIt() {
    assertThatThrownBy(() -> DriverManager.getConnection(url(), "someone", "wrong"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    assertThat(logins).containsExactly(new Login("somewhere", "someone", "wrong"));
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:%d/somewhere?preferQueryMode=simple"
        .formatted(server.port());
  }
}
