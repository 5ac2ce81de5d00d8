package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.AuditEntry;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.event.Notice;
import dev.rekey.event.Notice.Weight;
import dev.rekey.event.RotationEvent;
import dev.rekey.rotation.RotationObserver.Outcome;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");
  private static final SecretRef SECRET = SecretRef.parse("gcp-sm://shop/db");
  private static final DataSourceRef ORDERS = new DataSourceRef("default", "orders");
  private static final Binding BINDING =
      new Binding(SECRET, ORDERS, new TreeMap<>(Map.of("PGPASSWORD", FieldMapping.parse(""))));

  private final InMemoryJournal journal = new InMemoryJournal();
  private final InMemoryDataSources dataSources =
      new InMemoryDataSources(
          InstantSource.fixed(NOW),
          DataSourceRules.DEFAULT,
          kind -> (config, deadline) -> new TestResult.Passed("Fine."));
  private final Notices notices = new Notices(new Bindings(List.of(BINDING)), journal, dataSources);

  @BeforeEach
  void useTheSecondVersion() {
    Rotation queued = Rotation.queued("r1", BINDING, "e1", RotationCause.EVENT, NOW);
    RotationEvent event = new RotationEvent("e1", "added", SECRET, Optional.empty());
    Rotation claimed =
        ((Journal.Recorded.Queued)
                journal
                    .record(List.of(new Journal.Request(queued, "pubsub", event)), List.of())
                    .getFirst())
            .rotation();
    Carried carried = new Carried(new SecretVersion("2"), Optional.empty(), List.of());
    journal.append(
        List.of(
            new Journal.Move(
                claimed.moved(
                    ((RotationState.Queued) claimed.state())
                        .toUnchanged(carried, "Nothing differs."),
                    NOW),
                Optional.empty())));
  }

  private Outcome take(SecretRef secret, Optional<String> version, Weight weight) {
    return notices.take(
        "pubsub",
        new Notice("SECRET_VERSION_DISABLE", secret, version.map(SecretVersion::new), weight, "?"),
        NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "RECORD, 2, NOTED",
    "ALERT, 1, ALERTED",
    "ALERT_IF_IN_USE, 1, NOTED",
    "ALERT_IF_IN_USE, 2, ALERTED",
    "ALERT_IF_IN_USE, , ALERTED",
  })
  void peopleHearOfWhatConcernsTheVersionInUse(Weight weight, String version, Outcome outcome) {
    assertThat(take(SECRET, Optional.ofNullable(version), weight)).isEqualTo(outcome);
  }

  @Test
  void allOfItGoesToTheAuditOfTheDataSource() {
    take(SecretRef.parse("gcp-sm://42/db"), Optional.of("1"), Weight.RECORD);

    assertThat(dataSources.list("default", Optional.of("orders"), 10))
        .extracting(AuditEntry::at, AuditEntry::actor, AuditEntry::action, AuditEntry::keys)
        .containsExactly(
            tuple(NOW, Actor.event("pubsub"), "SECRET_VERSION_DISABLE", List.of("PGPASSWORD")));
  }

  @Test
  void whatNoBindingNamesIsNobodysBusiness() {
    Outcome outcome = take(SecretRef.parse("gcp-sm://shop/other"), Optional.of("2"), Weight.ALERT);

    assertThat(outcome).isEqualTo(Outcome.UNBOUND);
    assertThat(dataSources.list("default", Optional.empty(), 10)).isEmpty();
  }
}
