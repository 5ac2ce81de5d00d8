package dev.rekey.secret.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.VersionResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwsSecretStoreTest {
  private static final String GET = "GetSecretValue";
  private static final String DESCRIBE = "DescribeSecret";

  private final SecretsScene scene = new SecretsScene();
  private final AwsSecretStore store = scene.store();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void textIsGivenAsUtf8() {
    String version = scene.put("{\"password\":\"pä\"}");

    assertThat(store.fetch(scene.byName())).isEqualTo(found(version, "{\"password\":\"pä\"}"));
  }

  @Test
  void bytesAreGivenAsTheyAre() {
    byte[] value = {(byte) 0xff, 0, 'p'};
    String version = scene.put(value);

    assertThat(store.fetch(scene.byName()))
        .isEqualTo(new FetchResult.Found(new SecretVersion(version), Secret.of(value)));
  }

  @Test
  void nameAndPartialAndWholeArnAreOneSecret() {
    String version = scene.put("p1");
    String whole = scene.arn();
    List<SecretRef> references =
        List.of(
            scene.byName(),
            SecretsScene.ref(whole.substring(0, whole.length() - "-abcdef".length())),
            SecretsScene.ref(whole));

    List<FetchResult> results = references.stream().map(store::fetch).toList();

    assertThat(results).hasSize(3).containsOnly(found(version, "p1"));
    assertThat(references.stream().map(scene.identities()::identity))
        .containsOnly(SecretsScene.ref(whole).toString());
  }

  @Test
  void askingForTheVersionTeachesTheArnToo() {
    scene.put("p1");

    VersionResult _ = store.currentVersion(scene.byName());

    assertThat(scene.identities().identity(scene.byName()))
        .isEqualTo(SecretsScene.ref(scene.arn()).toString());
  }

  @Test
  void toldVersionThatIsCurrentIsOneCall() {
    String version = scene.put("p1");

    FetchResult result = store.fetch(scene.byName(), new SecretVersion(version));

    assertThat(result).isEqualTo(found(version, "p1"));
    assertThat(scene.gateway().count(GET)).isEqualTo(1);
    assertThat(scene.gateway().last(GET)).contains(version);
  }

  @Test
  void toldVersionThatIsPendingGivesTheCurrentOne() {
    String current = scene.put("p1");
    String pending = scene.putPending("p2");

    FetchResult result = store.fetch(scene.byName(), new SecretVersion(pending));

    assertThat(result).isEqualTo(found(current, "p1"));
    assertThat(scene.gateway().count(GET)).isEqualTo(2);
  }

  @Test
  void toldVersionThatCannotBeOneIsNotAskedFor() {
    String current = scene.put("p1");

    FetchResult result = store.fetch(scene.byName(), new SecretVersion("7"));

    assertThat(result).isEqualTo(found(current, "p1"));
    assertThat(scene.gateway().count(GET)).isEqualTo(1);
  }

  @Test
  void rotationGivesTheNewValueOnlyWhenItsLabelHasMoved() {
    String old = scene.put("p1");
    List<FetchResult> before = new ArrayList<>();
    before.add(store.fetch(scene.byName()));
    String pending = scene.putPending("p2");
    before.add(store.fetch(scene.byName()));
    before.add(store.fetch(scene.byName(), new SecretVersion(pending)));
    VersionResult versionBefore = store.currentVersion(scene.byName());

    scene.finishRotation(old, pending);

    assertThat(before).containsOnly(found(old, "p1"));
    assertThat(versionBefore).isEqualTo(current(old));
    assertThat(
            List.of(
                store.fetch(scene.byName()),
                store.fetch(scene.byName(), new SecretVersion(pending)),
                store.fetch(scene.byName(), new SecretVersion(old))))
        .containsOnly(found(pending, "p2"));
    assertThat(store.currentVersion(scene.byName())).isEqualTo(current(pending));
  }

  @Test
  void currentVersionIsAskedForWithoutTheValue() {
    String version = scene.put("p1");

    assertThat(store.currentVersion(scene.byName())).isEqualTo(current(version));
    assertThat(scene.gateway().count(DESCRIBE)).isEqualTo(1);
    assertThat(scene.gateway().count(GET)).isZero();
  }

  @Test
  void deletedSecretIsMissingUntilItIsRestored() {
    String version = scene.put("p1");
    scene.admin().deleteSecret(secret -> secret.secretId(scene.name()).recoveryWindowInDays(7L));
    var deleted =
        new FetchResult.Missing(
            scene.byName() + ": it is scheduled for deletion: restore it, or bind another secret");

    List<Object> results =
        List.of(
            store.fetch(scene.byName()),
            store.fetch(scene.byName(), new SecretVersion(version)),
            store.currentVersion(scene.byName()));
    scene.admin().restoreSecret(secret -> secret.secretId(scene.name()));

    assertThat(results).containsOnly(deleted);
    assertThat(store.fetch(scene.byName())).isEqualTo(found(version, "p1"));
  }

  @Test
  void secretThatIsNotThereIsToldFromADeletedOne() {
    assertThat(store.fetch(scene.byName()))
        .isEqualTo(
            new FetchResult.Missing(
                scene.byName()
                    + ": it is not known to Secrets Manager in eu-west-1 at "
                    + scene.gateway().endpoint().getAuthority()
                    + ": check its name, region and account, and that it has a value"));
  }

  @Test
  void regionOfTheReferenceIsTheOneThatIsAsked() {
    scene.put("p1");
    SecretRef elsewhere = SecretRef.parse("aws-sm://us-east-2/" + scene.name());

    assertThat(store.fetch(elsewhere)).isInstanceOf(FetchResult.Missing.class);
  }

  @Test
  void strangeArnInAnAnswerIsNotLearned() {
    String answer =
        "{\"ARN\":\"%s\",\"VersionId\":\"%s\",\"SecretString\":\"p1\",\"VersionStages\":[\"AWSCURRENT\"]}";
    String version = "0b0f9b48-7d3c-4c5e-9a53-1f3b3c1d2e4f";
    scene
        .gateway()
        .answering(
            GET,
            answer.formatted(
                "arn:aws:secretsmanager:us-east-2:123456789012:secret:db-abcdef", version));

    assertThat(store.fetch(scene.byName())).isEqualTo(found(version, "p1"));
    assertThat(scene.identities().identity(scene.byName())).isEqualTo(scene.byName().toString());
  }

  @Test
  void emptyAnswerIsNoValueAndNoVersion() {
    scene.gateway().answering(GET, "{}");
    scene.gateway().answering(DESCRIBE, "{}");

    assertThat(store.fetch(scene.byName())).isInstanceOf(FetchResult.Missing.class);
    assertThat(store.currentVersion(scene.byName())).isInstanceOf(FetchResult.Missing.class);
  }

  private static FetchResult found(String version, String value) {
    return new FetchResult.Found(new SecretVersion(version), Secret.of(value.getBytes(UTF_8)));
  }

  private static VersionResult current(String version) {
    return new VersionResult.Current(new SecretVersion(version));
  }
}
