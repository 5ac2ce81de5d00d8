package dev.rekey.it;

import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The worker's own database, read past the worker. */
final class StoredConfig {
  private StoredConfig() {}

  /** When each config key of a data source changed last, in the store's own measure. */
  static Map<String, Long> changeTimes(WorkerProcess worker, String dataSourceId) {
    String query = "SELECT config_key, updated_at FROM data_source_config WHERE data_source_id = ?";
    var times = new TreeMap<String, Long>();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database(worker));
        var statement = connection.prepareStatement(query)) {
      statement.setString(1, dataSourceId);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          times.put(rows.getString(1), rows.getLong(2));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return times;
  }

  private static Path database(WorkerProcess worker) {
    try (Stream<Path> files = Files.list(worker.dataFolder())) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".db"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
