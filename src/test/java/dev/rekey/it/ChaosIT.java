package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.chaos.Campaign;
import dev.rekey.chaos.Summary;
import dev.rekey.chaos.Tally;
import dev.rekey.testing.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The short form of {@code make chaos}; its story is in {@code target/worker/chaos.txt}. */
class ChaosIT {
  /** One turn is enough. */
  private static final int KILLS = 1;

  private static final long SEED = 20_260_101;

  /** Those that every engine has; further ones are found, and killed at, all the same. */
  private static final String[] POINTS = {
    "record entry Queued",
    "record exit Queued",
    "append entry Prepared",
    "append exit Prepared",
    "append entry Applied",
    "append exit Applied",
    "append entry Committed",
    "append exit Committed",
    "append entry RollingBack",
    "append exit RollingBack",
    "append entry RolledBack",
    "append exit RolledBack",
    "append entry Unchanged",
    "append exit Unchanged",
    "fetch entry",
    "fetch exit",
    "swap entry ALL_OR_NOTHING",
    "swap exit ALL_OR_NOTHING",
    "swap entry EACH_KEY",
    "swap exit EACH_KEY",
    "test entry Unsaved",
    "test exit Unsaved"
  };

  private static final Path STORY = Path.of("target", "worker", "chaos.txt");

  @Test
  void everythingComesRightWhateverDies() throws IOException {
    Files.createDirectories(STORY.getParent());
    try (var out = new PrintStream(Files.newOutputStream(STORY), true)) {
      var progress = new Progress(out);

      Tally tally = Campaign.run(SEED, KILLS, progress);

      out.print(Summary.of(tally, SEED, progress));
      assertThat(tally.violations()).isEmpty();
      assertThat(tally.killsByPoint()).containsKeys(POINTS).containsEntry("at random", 20);
      assertThat(tally.faults())
          .containsKeys(
              "network delay",
              "network silence",
              "network reset",
              "network refusal",
              "secret store throttled",
              "clock an hour ahead",
              "clock an hour behind",
              "disk full",
              "store refuses",
              "store cut off");
      assertThat(tally.outcomes()).containsKeys("COMMITTED", "ROLLED_BACK", "UNCHANGED");
    }
  }
}
