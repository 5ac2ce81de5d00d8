package dev.rekey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.cli.CommandRun.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SweepCommandsTest {
  private final CommandRun rekey = new CommandRun();

  @AfterEach
  void close() {
    rekey.close();
  }

  @Test
  void sweepIsAskedForAndJoined() throws IOException {
    Result first = rekey.run("sweep", "run", "health");
    JsonNode second = json("sweep", "run", "HEALTH", "-o", "json");

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).startsWith("It begins within seconds");
    assertThat(second.get("total").asLong()).isEqualTo(5);
  }

  @Test
  void sweepIsWaitedFor() {
    Result waited = rekey.run("sweep", "run", "drift", "--wait");

    assertThat(waited.code()).as(waited.err()).isZero();
    assertThat(waited.out()).isEqualTo("Looked at 5 of 5.\n");
  }

  @Test
  void sweepThatThereIsNotIsNamed() {
    Result result = rekey.run("sweep", "run", "chimney");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("must be one of health, drift");
  }

  @Test
  void statusTellsOfEachSweep() throws IOException {
    JsonNode status = json("sweep", "status", "-o", "json");

    assertThat(status).hasSize(2);
    assertThat(status.get(0).get("sweep").asText()).isEqualTo("health");
    assertThat(status.get(1).get("sweep").asText()).isEqualTo("drift");
    assertThat(status.get(1).get("done").asLong()).isEqualTo(5);
  }

  @Test
  void healthIsListedAndShownWithItsHistory() throws IOException {
    Result all = rekey.run("datasources", "health");
    JsonNode failing = json("datasources", "health", "--state", "failing", "-o", "json");
    JsonNode one = json("datasources", "health", "orders", "-o", "json");

    assertThat(all.out()).contains("orders", "shop", "FAILING", "refused");
    assertThat(failing).hasSize(1);
    assertThat(failing.get(0).get("name").asText()).isEqualTo("orders");
    assertThat(one.get("history").get(0).get("latencyMillis").asLong()).isEqualTo(12);
    assertThat(rekey.run("datasources", "health", "nobody").code()).isEqualTo(3);
  }

  @Test
  void freezeIsSetShownAndLifted() throws IOException {
    assertThat(rekey.run("freeze", "status").out()).isEqualTo("Nothing is frozen.\n");

    Result on =
        rekey.run("freeze", "on", "--reason", "Release weekend", "--until", "2100-01-04T08:00:00Z");

    assertThat(on.out())
        .isEqualTo(
            "The environment is frozen by client/ci until 2100-01-04T08:00:00Z: Release weekend\n");
    assertThat(json("freeze", "status", "-o", "json").get("frozen").asBoolean()).isTrue();
    assertThat(rekey.run("freeze", "off").out()).isEqualTo("Nothing is frozen.\n");
    assertThat(rekey.run("freeze", "on", "--reason", "x", "--everywhere").out())
        .startsWith("Every environment is frozen by client/ci until it is lifted: x");
    assertThat(rekey.run("freeze", "off", "--everywhere").code()).isZero();
  }

  @Test
  void freezeNeedsAReasonAndATime() {
    assertThat(rekey.run("freeze", "on").code()).isEqualTo(2);
    assertThat(rekey.run("freeze", "on", "--reason", "x", "--until", "monday").err())
        .contains("must be a time such as");
  }

  @Test
  void triggerCanOverride() {
    Result result = rekey.run("rotations", "trigger", "dir://shop-db", "--override");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(rekey.world().rotations().overrides).hasValue(1);
  }

  private JsonNode json(String... arguments) throws IOException {
    return new ObjectMapper().readTree(rekey.run(arguments).out());
  }
}
