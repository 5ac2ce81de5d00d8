package dev.rekey.secret.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.secretmanager.v1.SecretVersion.State;
import dev.rekey.google.GoogleEndpoint;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.VersionResult;
import dev.rekey.testing.FakeSecretManager;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GoogleSecretStoreTest {
  private static final String NAME = "projects/orders/secrets/db";
  private static final SecretRef DB = SecretRef.parse("gcp-sm://orders/db");

  private final FakeSecretManager google = FakeSecretManager.start();
  private final SecretIdentities identities = new SecretIdentities();
  private final GoogleSecretStore store =
      new GoogleSecretStore(
          Optional.of(GoogleEndpoint.of(google.endpoint())),
          NoCredentialsProvider.create(),
          identities,
          Duration.ofSeconds(30));

  @AfterEach
  void stop() {
    store.close();
    google.close();
  }

  @Test
  void latestVersionComesWithItsValueInOneCall() {
    google.add(NAME, "old");
    google.add(NAME, "new");

    FetchResult result = store.fetch(DB);

    assertThat(result).isEqualTo(found("2", "new"));
    assertThat(google.calls(FakeSecretManager.ACCESS)).isEqualTo(1);
    assertThat(google.calls(FakeSecretManager.LIST)).isZero();
  }

  @Test
  void regionalSecretIsReadByItsOwnName() {
    google.add("projects/orders/locations/europe-west3/secrets/db", "regional");
    google.add(NAME, "global");

    assertThat(store.fetch(SecretRef.parse("gcp-sm://orders/europe-west3/db")))
        .isEqualTo(found("1", "regional"));
  }

  @Test
  void numberOfTheProjectIsLearnedFromTheAnswer() {
    google.project("orders", "123456");
    google.add(NAME, "value");
    SecretRef numbered = SecretRef.parse("gcp-sm://123456/db");
    assertThat(identities.identity(DB)).isNotEqualTo(identities.identity(numbered));

    store.fetch(DB);

    assertThat(identities.identity(DB)).isEqualTo(identities.identity(numbered));
  }

  @Test
  void numberOfTheProjectIsLearnedWithoutAValueToo() {
    google.project("orders", "123456");
    google.add("projects/orders/locations/europe-west3/secrets/db", "value");
    SecretRef regional = SecretRef.parse("gcp-sm://orders/europe-west3/db");

    store.currentVersion(regional);

    assertThat(identities.identity(regional)).isEqualTo("gcp-sm://123456/europe-west3/db");
  }

  @Test
  void newestEnabledVersionStandsInForOneThatIsDisabled() {
    google.add(NAME, "first");
    google.add(NAME, "second");
    google.add(NAME, "third");
    google.state(NAME, 3, State.DISABLED);

    assertThat(store.fetch(DB)).isEqualTo(found("2", "second"));
    assertThat(store.currentVersion(DB)).isEqualTo(current("2"));
  }

  @Test
  void newestEnabledVersionStandsInForOneThatIsDestroyed() {
    google.add(NAME, "first");
    google.add(NAME, "second");
    google.state(NAME, 2, State.DESTROYED);

    assertThat(store.fetch(DB)).isEqualTo(found("1", "first"));
  }

  @Test
  void disabledAndDestroyedAreToldApartWhenNothingIsEnabled() {
    google.add(NAME, "value");
    google.state(NAME, 1, State.DISABLED);

    assertThat(reason(store.fetch(DB)))
        .isEqualTo("gcp-sm://orders/db has no enabled version; the newest one, 1, is disabled");

    google.state(NAME, 1, State.DESTROYED);

    FetchResult destroyed = store.fetch(DB);
    assertThat(destroyed).isInstanceOf(FetchResult.Missing.class);
    assertThat(reason(destroyed))
        .isEqualTo("gcp-sm://orders/db has no enabled version; the newest one, 1, is destroyed");
    assertThat(store.currentVersion(DB)).isEqualTo(destroyed);
  }

  @Test
  void secretWithoutAVersionAndSecretThatIsNotThereAreMissing() {
    assertThat(store.fetch(DB))
        .isEqualTo(new FetchResult.Missing("gcp-sm://orders/db is not there"));
    assertThat(store.currentVersion(DB))
        .isEqualTo(new FetchResult.Missing("gcp-sm://orders/db is not there"));

    google.create(NAME);

    assertThat(store.fetch(DB))
        .isEqualTo(new FetchResult.Missing("gcp-sm://orders/db has no version"));
  }

  @Test
  void versionToldOfIsReadByItsNumberWhileTheLatestLagsBehind() {
    google.add(NAME, "old");
    google.add(NAME, "new");
    google.lagBehind(NAME, 1);

    assertThat(store.fetch(DB)).isEqualTo(found("1", "old"));
    assertThat(store.fetch(DB, new SecretVersion("2"))).isEqualTo(found("2", "new"));
  }

  @Test
  void firstVersionOfASecretIsReadByItsNumberWhileNothingIsSeenOfIt() {
    google.add(NAME, "first");
    google.lagBehind(NAME, 0);

    assertThat(store.fetch(DB, new SecretVersion("1"))).isEqualTo(found("1", "first"));
  }

  @Test
  void versionToldOfDoesNotCountWhenItIsOlder() {
    google.add(NAME, "old");
    google.add(NAME, "new");

    assertThat(store.fetch(DB, new SecretVersion("1"))).isEqualTo(found("2", "new"));
    assertThat(google.calls(FakeSecretManager.ACCESS)).isEqualTo(1);
  }

  @Test
  void versionToldOfDoesNotCountWhenItIsDisabledOrNotThere() {
    google.add(NAME, "old");
    google.add(NAME, "new");
    google.state(NAME, 2, State.DISABLED);

    assertThat(store.fetch(DB, new SecretVersion("2"))).isEqualTo(found("1", "old"));
    assertThat(store.fetch(DB, new SecretVersion("99"))).isEqualTo(found("1", "old"));
  }

  @Test
  void versionToldOfDoesNotCountWhenItIsNoNumber() {
    google.add(NAME, "value");

    for (String told : new String[] {"latest", "a/b", "02", "9".repeat(30), "-1"}) {
      assertThat(store.fetch(DB, new SecretVersion(told))).isEqualTo(found("1", "value"));
    }
    assertThat(google.calls(FakeSecretManager.ACCESS)).isEqualTo(5);
  }

  @Test
  void currentVersionIsAskedForWithoutAnyValue() {
    google.add(NAME, "value");

    assertThat(store.currentVersion(DB)).isEqualTo(current("1"));
    assertThat(google.calls(FakeSecretManager.ACCESS)).isZero();
    assertThat(google.calls(FakeSecretManager.LIST)).isEqualTo(1);
  }

  @Test
  void damagedValueIsNotTaken() {
    google.add(NAME, "value");
    google.damage(true);

    assertThat(store.fetch(DB))
        .isEqualTo(
            new FetchResult.Unavailable(
                "gcp-sm://orders/db arrived damaged: its checksum is wrong"));

    google.damage(false);

    assertThat(store.fetch(DB)).isEqualTo(found("1", "value"));
  }

  @Test
  void valueIsKeptByteForByte() {
    google.add(NAME, "{\"password\": \"ä\u0000\"}\n");

    assertThat(store.fetch(DB)).isEqualTo(found("1", "{\"password\": \"ä\u0000\"}\n"));
  }

  @Test
  void secretsOfOtherStoresAreNotAskedFor() {
    assertThatThrownBy(() -> store.fetch(SecretRef.directory("db")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static FetchResult found(String version, String value) {
    return new FetchResult.Found(new SecretVersion(version), Secret.of(value));
  }

  private static VersionResult current(String version) {
    return new VersionResult.Current(new SecretVersion(version));
  }

  private static String reason(FetchResult result) {
    assertThat(result).isInstanceOf(FetchResult.Failed.class);
    return ((FetchResult.Failed) result).reason();
  }
}
