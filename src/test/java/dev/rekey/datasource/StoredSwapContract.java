package dev.rekey.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.datasource.DataSources.SwapPolicy;
import dev.rekey.datasource.SwapResult.Swapped;
import dev.rekey.secret.Secret;
import dev.rekey.testing.Concurrently;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What is true beside the contract of swaps in data sources that are kept here: one step, and all
 * moves.
 */
public abstract class StoredSwapContract extends SwapContract {
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
  void oneOfManyWhoSwapTheSameValueSucceeds() {
    create("orders");

    List<SwapResult> results =
        Concurrently.times(
            32, i -> swap(SwapPolicy.ALL_OR_NOTHING, swap("PGPASSWORD", "first", "other " + i)));

    assertThat(results).containsOnlyOnce(new Swapped(Set.of("PGPASSWORD"), Set.of()));
    assertThat(results).filteredOn(new Swapped(Set.of(), Set.of("PGPASSWORD"))::equals).hasSize(31);
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
