package dev.rekey.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.ChangeWindow;
import dev.rekey.rotation.ChangeWindow.Rule;
import dev.rekey.rotation.ChangeWindows;
import dev.rekey.rotation.Hold;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationCause;
import dev.rekey.secret.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Change windows with times by cron, as they are configured. */
class ChangeWindowsTest {
  private static final Rotation ORDERS = rotation("prod", "orders", "login");

  /** Windows are {@code rule cron|length|zone}, several of them separated by {@code ;}. */
  @ParameterizedTest(name = "{0} at {1}: {2}")
  @CsvSource({
    // Nights are allowed.
    "allow 0 22 * * *|6h|UTC, 2026-11-30T21:59:59Z, 2026-11-30T22:00:00Z",
    "allow 0 22 * * *|6h|UTC, 2026-11-30T22:00:00Z, now",
    "allow 0 22 * * *|6h|UTC, 2026-12-01T03:59:59Z, now",
    "allow 0 22 * * *|6h|UTC, 2026-12-01T04:00:00Z, 2026-12-01T22:00:00Z",
    // The end of the month is denied.
    "deny 0 0 28 * *|96h|UTC, 2026-11-27T23:59:59Z, now",
    "deny 0 0 28 * *|96h|UTC, 2026-11-28T00:00:00Z, 2026-12-02T00:00:00Z",
    "deny 0 0 28 * *|96h|UTC, 2026-12-02T00:00:00Z, now",
    // What denies wins, and the wait goes on to the next time that is allowed.
    "allow 0 22 * * *|6h|UTC;deny 0 23 * * *|1h|UTC, 2026-11-30T22:30:00Z, now",
    "allow 0 22 * * *|6h|UTC;deny 0 23 * * *|1h|UTC, 2026-11-30T23:30:00Z, 2026-12-01T00:00:00Z",
    "allow 0 22 * * *|6h|UTC;deny 0 21 * * *|9h|UTC, 2026-11-30T22:30:00Z, never",
    "allow 0 22 * * *|6h|UTC;deny 0 21 * * 1|9h|UTC, 2026-11-30T22:30:00Z, 2026-12-01T22:00:00Z",
    // Two that deny follow each other.
    "deny 0 8 * * *|1h|UTC;deny 0 9 * * *|1h|UTC, 2026-11-30T08:30:00Z, 2026-11-30T10:00:00Z",
    // One of two that allow is enough.
    "allow 0 1 * * *|1h|UTC;allow 0 5 * * *|1h|UTC, 2026-11-30T03:00:00Z, 2026-11-30T05:00:00Z",
    // In the time of a place, in winter and in summer.
    "allow 0 22 * * *|1h|Europe/Berlin, 2026-12-01T20:59:00Z, 2026-12-01T21:00:00Z",
    "allow 0 22 * * *|1h|Europe/Berlin, 2026-07-01T19:59:00Z, 2026-07-01T20:00:00Z",
    // The night in which the clock goes back has an hour more.
    "allow 30 1 * * *|2h|Europe/Berlin, 2026-10-25T01:15:00Z, now",
    "allow 30 1 * * *|2h|Europe/Berlin, 2026-10-25T01:30:00Z, 2026-10-26T00:30:00Z",
    // On working days alone.
    "allow 0 9 * * 1-5|8h|UTC, 2026-12-05T10:00:00Z, 2026-12-07T09:00:00Z"
  })
  void whenARotationMayBegin(String windows, Instant now, String begins) {
    ChangeWindows all =
        new ChangeWindows(
            Arrays.stream(windows.split(";", -1)).map(ChangeWindowsTest::window).toList());

    Optional<Hold> hold = all.of(ORDERS, now);

    assertThat(hold.map(Hold::until))
        .isEqualTo(
            switch (begins) {
              case "now" -> Optional.empty();
              case "never" -> Optional.of(Hold.INDEFINITELY);
              default -> Optional.of(Instant.parse(begins));
            });
  }

  @Test
  void aWindowIsForItsEnvironmentItsDataSourceAndItsSecretAlone() {
    ChangeWindows windows =
        new ChangeWindows(
            List.of(
                new ChangeWindow(
                    "prod",
                    Optional.of("orders"),
                    Optional.of(SecretRef.directory("login")),
                    Rule.DENY,
                    new CronTimes("* * * * *", ZoneId.of("UTC")),
                    Duration.ofMinutes(1))));
    Instant now = Instant.parse("2026-11-30T12:00:00Z");

    assertThat(windows.of(ORDERS, now)).isPresent();
    assertThat(windows.of(rotation("test", "orders", "login"), now)).isEmpty();
    assertThat(windows.of(rotation("prod", "shop", "login"), now)).isEmpty();
    assertThat(windows.of(rotation("prod", "orders", "other"), now)).isEmpty();
  }

  @Test
  void anExpressionThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new CronTimes("at night", ZoneId.of("UTC")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CronTimes("61 * * * *", ZoneId.of("UTC")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ChangeWindow window(String text) {
    String[] parts = text.split("[|]", -1);
    Rule rule = text.startsWith("allow") ? Rule.ALLOW : Rule.DENY;
    return new ChangeWindow(
        "prod",
        Optional.empty(),
        Optional.empty(),
        rule,
        new CronTimes(parts[0].substring(parts[0].indexOf(' ') + 1), ZoneId.of(parts[2])),
        Duration.parse("PT" + parts[1]));
  }

  private static Rotation rotation(String environment, String dataSource, String secret) {
    Binding binding =
        new Binding(
            SecretRef.directory(secret),
            new DataSourceRef(environment, dataSource),
            new TreeMap<>());
    return Rotation.queued("r1", binding, "e1", RotationCause.EVENT, Instant.EPOCH);
  }
}
