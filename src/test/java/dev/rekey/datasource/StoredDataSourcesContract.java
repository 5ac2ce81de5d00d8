package dev.rekey.datasource;

import static java.util.Comparator.reverseOrder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What is true beside the contract of data sources that are kept here: bytes, references, times,
 * audit.
 */
public abstract class StoredDataSourcesContract extends DataSourcesContract {
  @Test
  void valuesAreKeptByteForByte() {
    byte[] everyByte = new byte[256];
    for (int i = 0; i < everyByte.length; i++) {
      everyByte[i] = (byte) i;
    }
    Map<String, ConfigValue> config = config();
    config.put("EMPTY", literal(""));
    config.put("PADDED", literal(" 5432\r\n"));
    config.put("EVERY_BYTE", new ConfigValue.Literal(Secret.of(everyByte)));
    config.put("LARGE", literal("x".repeat(rules.maxValueBytes())));

    DataSource created = create("orders", config);

    assertThat(values(created)).isEqualTo(config);
  }

  @Test
  void referenceIsKeptAsAnId() {
    Map<String, ConfigValue> config = config();
    config.put("PGPASSWORD", new ConfigValue.Reference("secret-17"));

    DataSource created = create("orders", config);

    assertThat(values(created)).isEqualTo(config);
  }

  @Test
  void literalAndReferenceReplaceEachOther() {
    DataSource created = create("orders");
    ConfigValue reference = new ConfigValue.Reference("first");

    update(created, Map.of("PGPASSWORD", reference));
    assertThat(values(created)).containsEntry("PGPASSWORD", reference);

    update(created, Map.of("PGPASSWORD", literal("first")));
    assertThat(values(created)).containsEntry("PGPASSWORD", literal("first"));
  }

  @Test
  void renameKeepsTheConfig() {
    DataSource created = create("orders");
    Instant later = aMinuteLater();

    dataSources.update("prod", created.id(), Optional.of("sales"), Map.of(), ACTOR);

    assertThat(dataSources.find(ref("orders"))).isEmpty();
    ConfiguredDataSource renamed = dataSources.find(ref("sales")).orElseThrow();
    assertThat(renamed.dataSource())
        .isEqualTo(new DataSource(created.id(), "prod", "sales", Kind.POSTGRESQL, START, later));
    assertThat(renamed.config().values()).extracting(ConfigEntry::updatedAt).containsOnly(START);
  }

  @Test
  void auditTellsWhoDidWhatToWhichKeys() {
    DataSource created = create("orders");
    Instant later = aMinuteLater();
    update(created, Map.of("PGPASSWORD", literal("second"), "PGUSER", literal("app")));
    dataSources.delete("prod", created.id(), Actor.client("other"));

    List<AuditEntry> entries = audit.list("prod", Optional.empty(), 10);

    List<String> all = List.of("PGDATABASE", "PGHOST", "PGPASSWORD", "PGUSER");
    DataSourceRef ref = ref("orders");
    assertThat(entries)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sequence")
        .containsExactly(
            new AuditEntry(0, later, Actor.client("other"), "delete", ref, List.of(), "ok"),
            new AuditEntry(0, later, ACTOR, "update", ref, List.of("PGPASSWORD"), "ok"),
            new AuditEntry(0, START, ACTOR, "create", ref, all, "ok"));
    assertThat(entries).extracting(AuditEntry::sequence).isSortedAccordingTo(reverseOrder());
  }

  @Test
  void auditKeepsToEnvironmentNameAndLimit() {
    create("orders");
    create("sales");
    dataSources.create(new DataSourceRef("staging", "orders"), Kind.POSTGRESQL, config(), ACTOR);

    assertThat(audit.list("prod", Optional.of("orders"), 10)).hasSize(1);
    assertThat(audit.list("prod", Optional.empty(), 1))
        .extracting(entry -> entry.dataSource().name())
        .containsExactly("sales");
    assertThat(audit.list("staging", Optional.empty(), 10)).hasSize(1);
  }
}
