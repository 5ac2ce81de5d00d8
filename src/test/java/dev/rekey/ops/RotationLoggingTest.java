package dev.rekey.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.event.Delivery;
import dev.rekey.event.Notice;
import dev.rekey.rotation.RotationObserver.Outcome;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.testing.CapturedLog;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RotationLoggingTest {
  private static final String FORGERY = "1\nrotation moved rotationId=forged\r\u2028\u001b[2J";

  @Test
  void whatSendersWriteBeginsNoLineOfTheLog() {
    Notice notice =
        new Notice(
            FORGERY,
            SecretRef.directory("db"),
            Optional.of(new SecretVersion(FORGERY)),
            Notice.Weight.ALERT,
            "The secret was deleted.");
    Delivery delivery = new Delivery("sqs", FORGERY, new Delivery.Noted(notice));

    try (CapturedLog log = new CapturedLog()) {
      new RotationLogging().processed(delivery, Outcome.ALERTED);

      assertThat(log.text())
          .contains("news of a secret source=sqs position=1?rotation moved")
          .doesNotContain("\nrotation moved", "\r", "\u2028", "\u001b");
    }
  }
}
