package dev.rekey.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.datasource.DataSources.SwapPolicy;
import dev.rekey.datasource.SwapResult.Swapped;
import dev.rekey.secret.Secret;
import dev.rekey.testing.Concurrently;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How keys are moved from one value to another, by every implementation of data sources. */
public abstract class SwapContract extends DataSourcesFixture {
  private static final Actor ROTATION = Actor.rotation("r1");
  private static final Fence FENCE = new Fence("r1", 3);
  private static final KeySwap PASSWORD = swap("PGPASSWORD", "first", "second");
  private static final KeySwap USER = swap("PGUSER", "app", "app2");

  private static KeySwap swap(String key, String from, String to) {
    return new KeySwap(key, Optional.of(Secret.of(from)), Optional.of(Secret.of(to)));
  }

  private SwapResult swap(SwapPolicy policy, KeySwap... swaps) {
    return dataSources.swap(ref("orders"), List.of(swaps), policy, FENCE);
  }

  @ParameterizedTest
  @EnumSource
  void keysThatHoldTheOldValueAreWritten(SwapPolicy policy) {
    DataSource created = create("orders");
    Instant later = aMinuteLater();

    SwapResult result = swap(policy, PASSWORD, USER);

    assertThat(result).isEqualTo(new Swapped(Set.of("PGPASSWORD", "PGUSER"), Set.of()));
    ConfiguredDataSource found = find(created);
    assertThat(found.dataSource().updatedAt()).isEqualTo(later);
    assertThat(found.config())
        .hasSize(4)
        .containsEntry("PGHOST", new ConfigEntry(literal("127.0.0.1"), START))
        .containsEntry("PGPASSWORD", new ConfigEntry(literal("second"), later))
        .containsEntry("PGUSER", new ConfigEntry(literal("app2"), later));
  }

  @ParameterizedTest
  @EnumSource
  void repeatedSwapChangesNothing(SwapPolicy policy) {
    DataSource created = create("orders");
    swap(policy, PASSWORD, USER);
    ConfiguredDataSource before = find(created);
    List<AuditEntry> told = audit.list("prod", Optional.empty(), 10);
    aMinuteLater();

    SwapResult result = swap(policy, PASSWORD, USER);

    assertThat(result).isEqualTo(new Swapped(Set.of(), Set.of()));
    assertThat(find(created)).isEqualTo(before);
    assertThat(audit.list("prod", Optional.empty(), 10)).isEqualTo(told);
  }

  @Test
  void halfMadeSwapIsCompleted() {
    DataSource created = create("orders");
    swap(SwapPolicy.ALL_OR_NOTHING, PASSWORD);

    SwapResult result = swap(SwapPolicy.ALL_OR_NOTHING, PASSWORD, USER);

    assertThat(result).isEqualTo(new Swapped(Set.of("PGUSER"), Set.of()));
    assertThat(values(created))
        .containsEntry("PGPASSWORD", literal("second"))
        .containsEntry("PGUSER", literal("app2"));
  }

  @Test
  void conflictKeepsAllKeysFromBeingWritten() {
    DataSource created = create("orders");
    ConfiguredDataSource before = find(created);
    aMinuteLater();

    SwapResult result =
        swap(SwapPolicy.ALL_OR_NOTHING, PASSWORD, swap("PGUSER", "someone", "app2"));

    assertThat(result).isEqualTo(new Swapped(Set.of(), Set.of("PGUSER")));
    assertThat(find(created)).isEqualTo(before);
  }

  @Test
  void conflictLeavesTheOtherKeysToBeWritten() {
    DataSource created = create("orders");

    SwapResult result = swap(SwapPolicy.EACH_KEY, PASSWORD, swap("PGUSER", "someone", "app2"));

    assertThat(result).isEqualTo(new Swapped(Set.of("PGPASSWORD"), Set.of("PGUSER")));
    assertThat(values(created))
        .containsEntry("PGPASSWORD", literal("second"))
        .containsEntry("PGUSER", literal("app"));
  }

  @Test
  void keysAppearAndGoAndComeBack() {
    DataSource created = create("orders");
    Map<String, ConfigValue> before = values(created);
    KeySwap appears = new KeySwap("PGPORT", Optional.empty(), Optional.of(Secret.of("5433")));
    KeySwap goes = new KeySwap("PGPASSWORD", Optional.of(Secret.of("first")), Optional.empty());

    SwapResult there = swap(SwapPolicy.ALL_OR_NOTHING, appears, goes);
    Map<String, ConfigValue> between = values(created);
    SwapResult back = swap(SwapPolicy.EACH_KEY, appears.inverse(), goes.inverse());

    Swapped both = new Swapped(Set.of("PGPORT", "PGPASSWORD"), Set.of());
    assertThat(there).isEqualTo(both);
    assertThat(between)
        .containsOnlyKeys("PGDATABASE", "PGHOST", "PGPORT", "PGUSER")
        .containsEntry("PGPORT", literal("5433"));
    assertThat(back).isEqualTo(both);
    assertThat(values(created)).isEqualTo(before);
  }

  @Test
  void absentKeyIsAConflictWhereAValueIsExpected() {
    create("orders");

    SwapResult result = swap(SwapPolicy.EACH_KEY, swap("PGPORT", "5432", "5433"));

    assertThat(result).isEqualTo(new Swapped(Set.of(), Set.of("PGPORT")));
  }

  @Test
  void referenceIsNeverOverwritten() {
    Map<String, ConfigValue> config = config();
    config.put("PGPASSWORD", new ConfigValue.Reference("first"));
    DataSource created = create("orders", config);
    KeySwap appears = new KeySwap("PGPASSWORD", Optional.empty(), Optional.of(Secret.of("x")));

    assertThat(swap(SwapPolicy.EACH_KEY, PASSWORD))
        .isEqualTo(new Swapped(Set.of(), Set.of("PGPASSWORD")));
    assertThat(swap(SwapPolicy.EACH_KEY, appears))
        .isEqualTo(new Swapped(Set.of(), Set.of("PGPASSWORD")));
    assertThat(values(created)).isEqualTo(config);
  }

  @Test
  void unknownDataSourceIsGone() {
    assertThat(swap(SwapPolicy.EACH_KEY, PASSWORD)).isEqualTo(new SwapResult.Gone());
  }

  @Test
  void oversizedValueIsRefusedBeforeAnythingChanges() {
    DataSource created = create("orders");
    KeySwap large = swap("PGUSER", "app", "x".repeat(rules.maxValueBytes() + 1));

    assertThatThrownBy(() -> swap(SwapPolicy.EACH_KEY, PASSWORD, large))
        .isInstanceOf(InvalidFieldException.class);
    assertThat(values(created)).isEqualTo(config());
  }

  @Test
  void oneOfManyWhoSwapTheSameValueSucceeds() {
    create("orders");

    List<SwapResult> results =
        Concurrently.times(
            32, i -> swap(SwapPolicy.ALL_OR_NOTHING, swap("PGPASSWORD", "first", "other " + i)));

    assertThat(results).containsOnlyOnce(new Swapped(Set.of("PGPASSWORD"), Set.of()));
    assertThat(results).filteredOn(new Swapped(Set.of(), Set.of("PGPASSWORD"))::equals).hasSize(31);
  }

  @ParameterizedTest
  @EnumSource
  void aRotationThatHasMovedOnWritesNothing(SwapPolicy policy) {
    DataSource created = create("orders");

    SwapResult result = dataSources.swap(ref("orders"), List.of(PASSWORD), policy, GONE_BY);

    assertThat(result).isEqualTo(new SwapResult.Fenced());
    assertThat(values(created)).isEqualTo(config());
    assertThat(audit.list("prod", Optional.empty(), 10)).hasSize(1);
  }

  @Test
  void auditNamesTheRotationAndItsKeys() {
    create("orders");

    swap(SwapPolicy.ALL_OR_NOTHING, PASSWORD);

    AuditEntry newest = audit.list("prod", Optional.empty(), 1).getFirst();
    assertThat(newest.actor()).isEqualTo(ROTATION);
    assertThat(newest.keys()).containsExactly("PGPASSWORD");
    assertThat(newest.result()).isEqualTo("ok");
  }
}
