package dev.rekey.chaos;

import static dev.rekey.chaos.Invariant.ENDS_BY_THE_TRUTH;
import static dev.rekey.chaos.Invariant.KEY_SETS_WHOLE;
import static dev.rekey.chaos.Invariant.NEVER_LEFT_ON_A_FAILING_CREDENTIAL;
import static dev.rekey.chaos.Invariant.NOTHING_APPLIED_TWICE;
import static dev.rekey.chaos.Invariant.NO_EVENT_LOST;
import static dev.rekey.chaos.RotationRecord.BACK;
import static dev.rekey.chaos.RotationRecord.FORTH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.chaos.RotationRecord.Write;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each check is shown a case that is right, and one that is broken on purpose. */
class ChaosInvariantsTest {
  private static final String SECRET = "login";
  private static final String SOURCE = "orders";
  private static final Set<String> BOTH = Set.of("PGUSER", "PGPASSWORD");

  private final ManagedSecret secret = new ManagedSecret(SECRET, List.of(SOURCE));

  @Test
  void goodVersionThatIsHeldIsRight() {
    login(secret.change(Change.GOOD));

    assertThat(found(1)).isEmpty();
  }

  @Test
  void goodVersionThatIsNotHeldIsAWrongOutcome() {
    login(secret.change(Change.GOOD));

    assertThat(found(0)).containsExactly(ENDS_BY_THE_TRUTH);
  }

  @Test
  void badVersionThatWasPutBackIsRight() {
    login(secret.change(Change.BAD));

    assertThat(found(0)).isEmpty();
  }

  @Test
  void badVersionThatIsHeldIsAFailingCredential() {
    login(secret.change(Change.BAD));

    assertThat(found(1)).containsExactly(NEVER_LEFT_ON_A_FAILING_CREDENTIAL);
  }

  @Test
  void otherVersionThanThePreviousOneIsAWrongOutcomeEvenIfItWorks() {
    login(secret.change(Change.GOOD));
    login(secret.change(Change.BAD));

    assertThat(found(1)).isEmpty();
    assertThat(found(0)).containsExactly(ENDS_BY_THE_TRUTH);
  }

  @Test
  void oldCredentialThatWasDroppedIsAFailingOne() {
    login(secret.change(Change.GOOD_AND_OLD_DROPPED));

    assertThat(found(0)).containsExactly(NEVER_LEFT_ON_A_FAILING_CREDENTIAL);
  }

  @Test
  void nothingIsWrongToHoldWhereNothingWorks() {
    login(secret.change(Change.BAD_AND_OLD_DROPPED));

    assertThat(found(0)).isEmpty();
    assertThat(found(1)).isEmpty();
  }

  @Test
  void versionThatWasNeverTriedIsALostEvent() {
    var _ = secret.change(Change.BAD);

    assertThat(found(0)).containsExactly(NO_EVENT_LOST);
  }

  @Test
  void parkedDataSourceNeedsNotHaveTheVersionYetButOneThatWorks() {
    var _ = secret.change(Change.GOOD);
    var dropped = new ManagedSecret(SECRET, List.of(SOURCE));
    var _ = dropped.change(Change.GOOD_AND_OLD_DROPPED);

    assertThat(found(secret, held(0), true)).isEmpty();
    assertThat(found(dropped, held(0), true)).containsExactly(NEVER_LEFT_ON_A_FAILING_CREDENTIAL);
  }

  @Test
  void halvesOfTwoVersionsInTheRegistryAreFound() {
    login(secret.change(Change.GOOD));

    assertThat(found(secret, new Held(held(1).user(), held(0).password()), false))
        .containsExactly(KEY_SETS_WHOLE);
  }

  @Test
  void halvesOfTwoVersionsInALoginAreFoundAndRefused() {
    login(secret.change(Change.GOOD));

    boolean isLetIn = secret.login(SOURCE, held(1).user(), held(0).password());

    assertThat(isLetIn).isFalse();
    assertThat(found(1)).containsExactly(KEY_SETS_WHOLE);
  }

  @Test
  void noBadVersionFollowsBeforeTheGoodOneHasArrived() {
    var _ = secret.change(Change.GOOD_AND_OLD_DROPPED);
    Credential next = secret.change(Change.BAD);

    assertThat(secret.record(SOURCE).works(next.version())).isTrue();
  }

  @Test
  void rotationThatWroteOnceAndWasCommittedIsRight() {
    assertThat(found("COMMITTED", 0, write(FORTH))).isEmpty();
  }

  @Test
  void rotationThatWroteForthAndBackAndWasRolledBackIsRight() {
    assertThat(found("ROLLED_BACK", 0, write(FORTH), write(BACK))).isEmpty();
  }

  @Test
  void secondWriteForthIsADoubleApply() {
    assertThat(found("COMMITTED", 0, write(FORTH), write(FORTH)))
        .containsExactly(NOTHING_APPLIED_TWICE);
  }

  @Test
  void secondWriteBackIsADoubleApply() {
    assertThat(found("ROLLED_BACK", 0, write(FORTH), write(BACK), write(BACK)))
        .containsExactly(NOTHING_APPLIED_TWICE);
  }

  @Test
  void rotationThatWasParkedMayWriteAgain() {
    Write[] writes = {write(FORTH), write(BACK), write(FORTH)};

    assertThat(found("COMMITTED", 1, writes)).isEmpty();
    assertThat(found("COMMITTED", 0, writes)).containsExactly(NOTHING_APPLIED_TWICE);
  }

  @Test
  void writeOfOneKeyIsAHalf() {
    assertThat(found("COMMITTED", 0, new Write(FORTH, Set.of("PGUSER"), "ok")))
        .containsExactly(KEY_SETS_WHOLE);
  }

  @Test
  void conflictIsAHalfBecauseNobodyElseWrites() {
    assertThat(found("COMMITTED", 0, new Write(FORTH, BOTH, "conflict on PGUSER")))
        .containsExactly(KEY_SETS_WHOLE);
  }

  @Test
  void stateThatDoesNotFitTheLastWriteIsAWrongOutcome() {
    assertThat(found("ROLLED_BACK", 0, write(FORTH))).containsExactly(ENDS_BY_THE_TRUTH);
    assertThat(found("COMMITTED", 0, write(FORTH), write(BACK))).containsExactly(ENDS_BY_THE_TRUTH);
    assertThat(found("COMMITTED", 0)).containsExactly(ENDS_BY_THE_TRUTH);
    assertThat(found(RotationRecord.UNKNOWN, 0, write(FORTH))).containsExactly(ENDS_BY_THE_TRUTH);
  }

  private void login(Credential credential) {
    var _ = secret.login(SOURCE, credential.user(), credential.password());
  }

  private static Held held(int version) {
    return Held.of(new Credential(SECRET, version));
  }

  private List<Invariant> found(int held) {
    return found(secret, held(held), false);
  }

  private static List<Invariant> found(ManagedSecret secret, Held held, boolean parked) {
    return new DataSourceRecord(SOURCE, secret.record(SOURCE), held, parked)
        .violations().stream().map(Violation::invariant).toList();
  }

  private static Write write(String action) {
    return new Write(action, BOTH, "ok");
  }

  private static List<Invariant> found(String state, int parked, Write... writes) {
    return new RotationRecord("r1", state, parked, List.of(writes))
        .violations(BOTH).stream().map(Violation::invariant).toList();
  }
}
