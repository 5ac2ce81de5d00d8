package dev.rekey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.api.v1.RotationState;
import dev.rekey.cli.CommandRun.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RotationCommandsTest {
  private static final String SECRET = "dir://shop-db";

  private final CommandRun rekey = new CommandRun();

  @AfterEach
  void close() {
    rekey.close();
  }

  @Test
  void listIsOfAllOrOfOneDataSourceOrState() {
    assertThat(rekey.run("rotations", "list").out().lines())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("ID          DATA SOURCE         STATE        CHANGED KEYS  UPDATED AT");
    assertThat(rekey.run("rotations", "list", "--data-source", "orders").out())
        .contains("rotation-2")
        .doesNotContain("rotation-1");
    assertThat(rekey.run("rotations", "list", "--state", "rolled-back").out())
        .contains("rotation-1")
        .doesNotContain("rotation-2");
  }

  @Test
  void showHasTheHistory() throws IOException {
    Result table = rekey.run("rotations", "show", "rotation-1");
    JsonNode json =
        new ObjectMapper()
            .readTree(rekey.run("rotations", "show", "rotation-1", "-o", "json").out());

    assertThat(table.out()).contains("history:", "QUEUED", "Waits.");
    assertThat(json.get("history").get(0).get("state").asText()).isEqualTo("QUEUED");
    assertThat(json.get("secretVersion").asText()).isEqualTo("v2");
  }

  @Test
  void showOfAnUnknownOneIsNotFound() {
    Result result = rekey.run("rotations", "show", "rotation-9");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).isEqualTo("rekey: there is no rotation with this id\n");
  }

  @Test
  void watchIsALineOfJsonForEachAndEndsAtItsLimit() {
    Result result = rekey.run("rotations", "watch", "--limit", "2", "-o", "json", "-q");

    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"id\":\"rotation-") && line.endsWith("}"));
  }

  @Test
  void watchIsATableThatGrows() {
    Result result =
        rekey.run("rotations", "watch", "--limit", "1", "--data-source", "orders", "--open");

    assertThat(result.out().lines()).hasSize(2).first().asString().startsWith("ID");
    assertThat(result.err()).isEqualTo("watching; Ctrl-C ends it\n");
  }

  @Test
  void planEndsWithOneWhenATestDoesNotPass() {
    Result good = rekey.run("rotations", "plan", SECRET);
    rekey.world().rotations().verdict = "refused";
    Result bad = rekey.run("rotations", "plan", SECRET, "--data-source", "orders");

    assertThat(good.code()).isZero();
    assertThat(good.out()).contains("PGPASSWORD", "passed", "One key would change.");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out()).contains("refused").doesNotContain("my_postgres_source");
  }

  @Test
  void triggerSaysWhichRotationsItAskedFor() {
    Result result = rekey.run("rotations", "trigger", SECRET);

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("rotation-3", "rotation-4");
  }

  @Test
  void triggerThatWaitsEndsAsTheRotationsDo() {
    Result good = rekey.run("rotations", "trigger", SECRET, "--wait");
    rekey.world().rotations().ending = RotationState.ROTATION_STATE_ROLLED_BACK;
    Result bad = rekey.run("rotations", "replay", "rotation-1", "--wait");

    assertThat(good.code()).isZero();
    assertThat(good.out()).contains("COMMITTED");
    assertThat(good.err()).contains("orders COMMITTED: Said the last step.");
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out()).contains("ROLLED_BACK");
  }

  @Test
  void rotationThatWaitsForItsDataSourceIsNotWaitedFor() {
    rekey.world().rotations().ending = RotationState.ROTATION_STATE_PARKED;

    Result result = rekey.run("rotations", "replay", "rotation-1", "--wait");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("PARKED");
  }

  @Test
  void secretThatNoBindingNamesIsNotFound() {
    assertThat(rekey.run("rotations", "trigger", "dir://other").code()).isEqualTo(3);
  }
}
