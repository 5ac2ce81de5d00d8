package dev.rekey.ops.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class FieldsTest {
  private static ExtLogRecord line(String format, Object... values) {
    ExtLogRecord line = new ExtLogRecord(Level.INFO, format, FormatStyle.PRINTF, "test");
    line.setParameters(values);
    Fields.split(line);
    return line;
  }

  @Test
  void theMessageIsFixedAndTheRestAreFields() {
    ExtLogRecord line = line("rotation moved rotationId=%s state=%s attempt=%d", "r1", "QUEUED", 2);

    assertThat(line.getFormattedMessage()).isEqualTo("rotation moved");
    assertThat(line.getMdc("rotationId")).isEqualTo("r1");
    assertThat(line.getMdc("state")).isEqualTo("QUEUED");
    assertThat(line.getMdc("attempt")).isEqualTo("2");
  }

  @Test
  void aValueIsTakenAsItIs() {
    ExtLogRecord line = line("event in quarantine reason=%s", "100% wrong key=%s");

    assertThat(line.getFormattedMessage()).isEqualTo("event in quarantine");
    assertThat(line.getMdc("reason")).isEqualTo("100% wrong key=%s");
  }

  @Test
  void anotherFormStaysAsItIs() {
    assertThat(line("the worker cannot start: %s", "why").getFormattedMessage())
        .isEqualTo("the worker cannot start: why");
    assertThat(line("%s failed error=%s", "it", "why").getFormattedMessage())
        .isEqualTo("it failed error=why");
  }
}
