package dev.rekey.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.testing.Concurrently;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store does alike: versions with their values, and the ways not to have them. */
public abstract class SecretStoreContract {
  private static final String CANARY = "canary-7f3a9c";
  private static final byte[] VALUE = bytes("p1-" + CANARY);

  /** The store under test. */
  protected abstract SecretStore store();

  /** The same with nobody there to answer. */
  protected abstract SecretStore unreachable();

  /** A secret of the store that was not there when the test began. */
  protected abstract SecretRef secret();

  /** Makes this the current value of {@link #secret()}. */
  protected abstract void put(byte[] value);

  @Test
  void currentVersionComesWithItsValue() {
    put(VALUE);

    FetchResult.Found found = found(store().fetch(secret()));

    assertThat(found.value()).isEqualTo(Secret.of(VALUE));
  }

  @Test
  void valueIsGivenByteForByte() {
    byte[] value = {(byte) 0xff, 0, '\n', 'p', '\n'};
    put(value);

    FetchResult.Found found = found(store().fetch(secret()));

    assertThat(found.value()).isEqualTo(Secret.of(value));
  }

  @Test
  void newValueHasAVersionOfItsOwn() {
    put(VALUE);
    FetchResult.Found first = found(store().fetch(secret()));
    put(bytes("p2"));

    FetchResult.Found second = found(store().fetch(secret()));

    assertThat(second.value()).isEqualTo(Secret.of("p2"));
    assertThat(second.version()).isNotEqualTo(first.version());
  }

  @Test
  void versionStaysWhileTheValueDoes() {
    put(VALUE);

    List<FetchResult> results = List.of(store().fetch(secret()), store().fetch(secret()));

    assertThat(results.getFirst()).isEqualTo(results.getLast());
  }

  @Test
  void currentVersionIsTheOneThatAFetchBrings() {
    put(bytes("p0"));
    put(VALUE);
    SecretVersion fetched = found(store().fetch(secret())).version();

    assertThat(store().currentVersion(secret())).isEqualTo(new VersionResult.Current(fetched));
  }

  @Test
  void toldVersionIsGivenWhenItIsCurrent() {
    put(VALUE);
    FetchResult current = store().fetch(secret());

    assertThat(store().fetch(secret(), found(current).version())).isEqualTo(current);
  }

  @Test
  void toldVersionIsNotGivenWhenAnotherIsCurrent() {
    put(bytes("p0"));
    SecretVersion old = found(store().fetch(secret())).version();
    put(VALUE);

    FetchResult.Found found = found(store().fetch(secret(), old));

    assertThat(found.value()).isEqualTo(Secret.of(VALUE));
    assertThat(found.version()).isNotEqualTo(old);
  }

  @Test
  void toldVersionThatNobodyKnowsIsNoHindrance() {
    put(VALUE);
    FetchResult current = store().fetch(secret());

    assertThat(
            List.of("7", "x".repeat(40), "../a b\nc", "0b0f9b48-7d3c-4c5e-9a53-1f3b3c1d2e4f")
                .stream()
                .map(id -> store().fetch(secret(), new SecretVersion(id))))
        .containsOnly(current);
  }

  @Test
  void whatIsNotThereIsMissing() {
    List<Object> results =
        List.of(
            store().fetch(secret()),
            store().fetch(secret(), new SecretVersion("0b0f9b48-7d3c-4c5e-9a53-1f3b3c1d2e4f")),
            store().currentVersion(secret()));

    assertThat(results).allSatisfy(this::isMissing);
  }

  private void isMissing(Object result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            FetchResult.Missing.class, missing -> isOneLineAboutTheSecret(missing.reason()));
  }

  @Test
  void storeThatDoesNotAnswerIsUnavailable() {
    List<Object> results =
        List.of(
            unreachable().fetch(secret()),
            unreachable().fetch(secret(), new SecretVersion("1")),
            unreachable().currentVersion(secret()));

    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(result)
                    .isInstanceOfSatisfying(
                        FetchResult.Unavailable.class,
                        unavailable -> isOneLineAboutTheSecret(unavailable.reason())));
  }

  private void isOneLineAboutTheSecret(String reason) {
    assertThat(reason).contains(secret().toString()).doesNotContain("\n", "\r");
  }

  @Test
  void resultsDoNotShowTheValue() {
    put(VALUE);

    List<Object> results = List.of(store().fetch(secret()), store().currentVersion(secret()));

    assertThat(results.toString()).doesNotContain(CANARY);
  }

  @Test
  void manyMayAskAtOnce() {
    put(VALUE);
    FetchResult current = store().fetch(secret());

    List<FetchResult> results = Concurrently.times(30, _ -> store().fetch(secret()));

    assertThat(results).hasSize(30).containsOnly(current);
  }

  @Test
  void secretOfAnotherStoreIsABug() {
    Stream<SecretRef> others =
        Stream.of("aws-sm://eu-west-1/db", "gcp-sm://project/db", "dir://db")
            .map(SecretRef::parse)
            .filter(other -> other.scheme() != secret().scheme());

    assertThat(others)
        .hasSize(2)
        .allSatisfy(
            other ->
                assertThatThrownBy(() -> store().fetch(other))
                    .isInstanceOf(IllegalArgumentException.class));
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  protected static FetchResult.Found found(FetchResult result) {
    assertThat(result).isInstanceOf(FetchResult.Found.class);
    return (FetchResult.Found) result;
  }
}
