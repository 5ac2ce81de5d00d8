package dev.rekey.rotation.journal;

import dev.rekey.datasource.SecretEdit;
import dev.rekey.rotation.Journal;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationDriver;
import dev.rekey.rotation.RotationObserver;
import dev.rekey.store.ValueCipher;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

/** Journals rotations of secrets that clients write, together with what they write. */
public final class JdbcEdits {
  private static final String NOBODY = "";

  private final RotationRows rows;
  private final Journal journal;
  private final RotationDriver driver;
  private final RotationObserver observer;
  private final Supplier<String> ids;

  public JdbcEdits(
      ValueCipher cipher,
      Journal journal,
      RotationDriver driver,
      RotationObserver observer,
      Supplier<String> ids) {
    // What begins does not rest.
    this.rows = new RotationRows(new RotationCodec(cipher), NOBODY, Witness.NONE);
    this.journal = journal;
    this.driver = driver;
    this.observer = observer;
    this.ids = ids;
  }

  /**
   * Journals the rotation in a transaction of the caller.
   *
   * @return hands it to the driver, unless its data source is busy: then it comes next there. To be
   *     run once the transaction is committed; if it never is, the rotation is taken up as any
   *     other that nobody drives
   */
  public Runnable begin(Connection connection, SecretEdit edit) throws SQLException {
    Rotation rotation = Rotation.written(ids.get(), edit, edit.secret().updatedAt());
    rows.insert(connection, List.of(rotation));
    return () -> {
      observer.moved(rotation);
      try {
        journal.claim(rotation).ifPresent(claimed -> driver.submit(claimed, driver.now()));
      } catch (RuntimeException broken) {
        // The edit is durable: the client must not be told that it failed.
        observer.storeFailed(broken);
      }
    };
  }
}
