package dev.rekey.rotation;

import com.fasterxml.jackson.core.JsonPointer;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.event.RotationEvent;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Rotations, bindings and events for tests. */
public final class Rotations {
  public static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");

  private Rotations() {}

  /** A binding of one key to a data source with this name in {@code prod}. */
  public static Binding binding(String dataSource) {
    return binding("prod", dataSource);
  }

  public static Binding binding(String environment, String dataSource) {
    TreeMap<String, FieldMapping> keys = new TreeMap<>();
    keys.put("PGPASSWORD", new FieldMapping(JsonPointer.compile("/password"), false));
    return new Binding(
        SecretRef.directory("login"), new DataSourceRef(environment, dataSource), keys);
  }

  /** An event that names no version. */
  public static RotationEvent event(String id) {
    return new RotationEvent(id, "rotated", SecretRef.directory("login"), Optional.empty());
  }

  public static RotationEvent event(String id, String version) {
    return new RotationEvent(
        id, "rotated", SecretRef.directory("login"), Optional.of(version(version)));
  }

  /** What the event asks of the journal, received from a source named {@code kafka}. */
  public static Journal.Request request(String id, Binding binding, RotationEvent event) {
    return new Journal.Request(
        Rotation.queued(id, binding, event.id(), RotationCause.EVENT, NOW), "kafka", event);
  }

  public static SecretVersion version(String id) {
    return new SecretVersion(id);
  }

  /** A candidate with {@link #changes()}. */
  public static Candidate candidate(String version) {
    return new Candidate(version(version), Optional.of(Kind.POSTGRESQL), changes());
  }

  /** The same without values. */
  public static Carried carried(String version) {
    return candidate(version).carried();
  }

  /** One transition without a verdict. */
  public static List<Journal.Move> move(Rotation next) {
    return List.of(new Journal.Move(next, Optional.empty()));
  }

  /** One key that appears, one that goes, one that changes, with bytes that are no text. */
  public static ChangeSet changes() {
    return new ChangeSet(
        List.of(
            new KeySwap("APPEARS", Optional.empty(), Optional.of(Secret.of(""))),
            new KeySwap("CHANGES", secret((byte) 0, (byte) 0xff), secret((byte) 0xfe, (byte) '\n')),
            new KeySwap("GOES", Optional.of(Secret.of("old")), Optional.empty())));
  }

  private static Optional<Secret> secret(byte... bytes) {
    return Optional.of(Secret.of(bytes));
  }
}
