package dev.rekey.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.datasource.DataSources.SwapPolicy;
import dev.rekey.datasource.SwapResult.Swapped;
import dev.rekey.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How keys are moved from one value to another, by every implementation of data sources. */
public abstract class SwapContract extends DataSourcesFixture {
  static final Actor ROTATION = Actor.rotation("r1");
  static final Fence FENCE = new Fence("r1", 3);
  static final KeySwap PASSWORD = swap("PGPASSWORD", "first", "second");
  static final KeySwap USER = swap("PGUSER", "app", "app2");

  static KeySwap swap(String key, String from, String to) {
    return new KeySwap(key, Optional.of(Secret.of(from)), Optional.of(Secret.of(to)));
  }

  SwapResult swap(SwapPolicy policy, KeySwap... swaps) {
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
  void absentKeyIsAConflictWhereAValueIsExpected() {
    create("orders");

    SwapResult result = swap(SwapPolicy.EACH_KEY, swap("PGPORT", "5432", "5433"));

    assertThat(result).isEqualTo(new Swapped(Set.of(), Set.of("PGPORT")));
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

  @ParameterizedTest
  @EnumSource
  void aRotationThatHasMovedOnWritesNothing(SwapPolicy policy) {
    DataSource created = create("orders");

    SwapResult result = dataSources.swap(ref("orders"), List.of(PASSWORD), policy, GONE_BY);

    assertThat(result).isEqualTo(new SwapResult.Fenced());
    assertThat(values(created)).isEqualTo(config());
    assertThat(audit.list("prod", Optional.empty(), 10)).hasSize(1);
  }
}
