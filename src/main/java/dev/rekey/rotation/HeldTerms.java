package dev.rekey.rotation;

import java.time.InstantSource;
import java.util.function.Function;

/**
 * On what terms rotations are carried out, and what keeps them from beginning now. Thread-safe.
 *
 * @param clock for change windows and freezes
 */
public record HeldTerms(Bindings bindings, SettleWindows windows, Holds holds, InstantSource clock)
    implements Function<Rotation, Terms> {

  @Override
  public Terms apply(Rotation rotation) {
    Terms terms = bindings.terms(rotation, windows);
    return mayWait(rotation) ? terms.held(holds.of(rotation, clock.instant())) : terms;
  }

  private static boolean mayWait(Rotation rotation) {
    return !rotation.cause().overrides()
        && switch (rotation.state().name()) {
          case QUEUED, FETCHED -> true;
          case PREPARED,
              APPLIED,
              VERIFYING,
              ROLLING_BACK,
              PARKED,
              UNCHANGED,
              COMMITTED,
              REJECTED,
              ROLLED_BACK,
              SUPERSEDED,
              FAILED ->
              false;
        };
  }
}
