package dev.rekey.client;

import dev.rekey.api.v1.GetFreezeRequest;
import dev.rekey.api.v1.GetSweepStatusRequest;
import dev.rekey.api.v1.ListDataSourceHealthRequest;
import dev.rekey.api.v1.ListDataSourceHealthResponse;
import dev.rekey.api.v1.RunSweepRequest;
import dev.rekey.api.v1.SetFreezeRequest;
import dev.rekey.api.v1.SweepsServiceGrpc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The periodic checks of the client's environment, what they found, and the freeze. Looking needs
 * the permission {@code rotations.read}, all else {@code rotations.write}.
 *
 * <p>Calls block until the server has answered or the client's deadline has passed, and may be made
 * from many threads at once. Every method throws {@link RekeyException} when its call does not
 * succeed, and {@link UnimplementedException} when the server is not Rekey.
 */
public final class Sweeps {
  private static final int PAGE = 1000;

  private final Calls calls;

  Sweeps(Calls calls) {
    this.calls = calls;
  }

  /**
   * Asks for a sweep, which begins within seconds.
   *
   * {@snippet class="ExamplesTest" region="sweeps.run"}
   *
   * @return whether one is under way, or asked for already: no other one follows it
   */
  public boolean run(SweepKind kind) {
    return calls
        .call(
            SweepsServiceGrpc.getRunSweepMethod(),
            RunSweepRequest.newBuilder().setKind(SweepWire.kind(kind)).build())
        .getJoined();
  }

  /**
   * How far the sweep is, or how far the last one came.
   *
   * {@snippet class="ExamplesTest" region="sweeps.status"}
   */
  public SweepStatus status(SweepKind kind) {
    return SweepWire.status(
        calls
            .read(
                SweepsServiceGrpc.getGetSweepStatusMethod(),
                GetSweepStatusRequest.newBuilder().setKind(SweepWire.kind(kind)).build())
            .getStatus());
  }

  /**
   * What the sweeps found of the data sources, by name.
   *
   * {@snippet class="ExamplesTest" region="sweeps.health"}
   */
  public List<DatasourceHealth> health(HealthFilter filter) {
    ListDataSourceHealthRequest.Builder request =
        ListDataSourceHealthRequest.newBuilder().setPageSize(PAGE);
    filter.dataSource().ifPresent(request::setDataSource);
    filter.state().map(SweepWire::state).ifPresent(request::setState);
    List<DatasourceHealth> all = new ArrayList<>();
    do {
      ListDataSourceHealthResponse page =
          calls.read(SweepsServiceGrpc.getListDataSourceHealthMethod(), request.build());
      page.getHealthList().stream().map(SweepWire::health).forEach(all::add);
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return all;
  }

  /**
   * The freeze that holds for the client's environment.
   *
   * {@snippet class="ExamplesTest" region="sweeps.freeze"}
   *
   * @return empty when nothing is frozen
   */
  public Optional<Freeze> freeze() {
    return SweepWire.freeze(
        calls
            .read(SweepsServiceGrpc.getGetFreezeMethod(), GetFreezeRequest.getDefaultInstance())
            .getFreeze());
  }

  /**
   * Freezes the client's environment, or changes its freeze: no rotation begins any more. What has
   * been written already is still judged, and rolled back where it has to be.
   *
   * {@snippet class="ExamplesTest" region="sweeps.setFreeze"}
   *
   * @param reason for whoever wonders, at most 500 characters
   * @param until when it ends by itself, in the future; empty for one that is lifted by hand
   */
  public void setFreeze(String reason, Optional<Instant> until) {
    set(freeze(reason, until));
  }

  /**
   * Freezes all environments. For clients that may use all of them.
   *
   * {@snippet class="ExamplesTest" region="sweeps.setFreezeEverywhere"}
   */
  public void setFreezeEverywhere(String reason, Optional<Instant> until) {
    set(freeze(reason, until).setEverywhere(true));
  }

  /**
   * Lifts the freeze of the client's environment. Does nothing where there is none.
   *
   * {@snippet class="ExamplesTest" region="sweeps.liftFreeze"}
   */
  public void liftFreeze() {
    set(SetFreezeRequest.newBuilder());
  }

  /**
   * Lifts the freeze of all environments; one of a single environment stays.
   *
   * {@snippet class="ExamplesTest" region="sweeps.liftFreezeEverywhere"}
   */
  public void liftFreezeEverywhere() {
    set(SetFreezeRequest.newBuilder().setEverywhere(true));
  }

  private static SetFreezeRequest.Builder freeze(String reason, Optional<Instant> until) {
    SetFreezeRequest.Builder request =
        SetFreezeRequest.newBuilder().setFrozen(true).setReason(reason);
    until.map(SweepWire::timestamp).ifPresent(request::setUntil);
    return request;
  }

  private void set(SetFreezeRequest.Builder request) {
    var _ = calls.call(SweepsServiceGrpc.getSetFreezeMethod(), request.build());
  }
}
