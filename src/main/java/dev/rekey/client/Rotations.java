package dev.rekey.client;

import dev.rekey.api.v1.DropEventRequest;
import dev.rekey.api.v1.GetRotationRequest;
import dev.rekey.api.v1.ListAuditEntriesRequest;
import dev.rekey.api.v1.ListBindingsRequest;
import dev.rekey.api.v1.ListQuarantineRequest;
import dev.rekey.api.v1.ListRotationsRequest;
import dev.rekey.api.v1.ListRotationsResponse;
import dev.rekey.api.v1.PlanRotationRequest;
import dev.rekey.api.v1.ReplayEventRequest;
import dev.rekey.api.v1.ReplayRotationRequest;
import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.TriggerRotationRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the worker did in the client's environment, and what it is told to do.
 *
 * <p>Calls block until the server has answered or the client's deadline has passed, and may be made
 * from many threads at once. Every method throws {@link RekeyException} when its call does not
 * succeed.
 */
public final class Rotations {
  private static final int LARGEST_PAGE = 1000;
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);

  private final Calls calls;

  Rotations(Calls calls) {
    this.calls = calls;
  }

  /**
   * The rotations that match, newest first, without their history.
   *
   * {@snippet class="ExamplesTest" region="rotations.list"}
   */
  public List<Rotation> list(RotationFilter filter) {
    var rotations = new ArrayList<Rotation>();
    String page = "";
    do {
      ListRotationsResponse response =
          calls.read(
              RotationsServiceGrpc.getListRotationsMethod(),
              request(filter, filter.limit() - rotations.size(), page));
      response.getRotationsList().stream().map(Wire::rotation).forEach(rotations::add);
      page = response.getNextPageToken();
    } while (!page.isEmpty() && rotations.size() < filter.limit());
    return List.copyOf(rotations);
  }

  /**
   * A rotation with its history.
   *
   * {@snippet class="ExamplesTest" region="rotations.get"}
   *
   * @throws NotFoundException when the environment has none with this id
   */
  public Rotation get(String id) {
    return Wire.rotation(
        calls
            .read(
                RotationsServiceGrpc.getGetRotationMethod(),
                GetRotationRequest.newBuilder().setId(id).build())
            .getRotation());
  }

  /**
   * All bindings of the environment.
   *
   * {@snippet class="ExamplesTest" region="rotations.bindings"}
   */
  public List<Binding> bindings() {
    return calls
        .read(
            RotationsServiceGrpc.getListBindingsMethod(), ListBindingsRequest.getDefaultInstance())
        .getBindingsList()
        .stream()
        .map(Wire::binding)
        .toList();
  }

  /**
   * The messages that could not be decoded, newest first. They belong to no environment.
   *
   * {@snippet class="ExamplesTest" region="rotations.quarantine"}
   *
   * @param limit at most this many: 1 to 1000
   */
  public List<QuarantinedEvent> quarantine(int limit) {
    return calls
        .read(
            RotationsServiceGrpc.getListQuarantineMethod(),
            ListQuarantineRequest.newBuilder().setPageSize(limit).build())
        .getEventsList()
        .stream()
        .map(Wire::quarantinedEvent)
        .toList();
  }

  /**
   * The message in quarantine with this id.
   *
   * {@snippet class="ExamplesTest" region="rotations.quarantined"}
   *
   * @throws NotFoundException when there is none
   */
  public QuarantinedEvent quarantined(String id) {
    return calls
        .read(
            RotationsServiceGrpc.getListQuarantineMethod(),
            ListQuarantineRequest.newBuilder().setPageSize(LARGEST_PAGE).setId(id).build())
        .getEventsList()
        .stream()
        .filter(event -> event.getId().equals(id))
        .map(Wire::quarantinedEvent)
        .findFirst()
        .orElseThrow(() -> new NotFoundException("there is no event with this id in quarantine"));
  }

  /**
   * Who did what, newest first.
   *
   * {@snippet class="ExamplesTest" region="rotations.audit"}
   *
   * @param dataSource the name of one data source, or empty for all
   * @param limit at most this many: 1 to 1000
   */
  public List<AuditEntry> audit(String dataSource, int limit) {
    return calls
        .read(
            RotationsServiceGrpc.getListAuditEntriesMethod(),
            ListAuditEntriesRequest.newBuilder()
                .setDataSource(dataSource)
                .setPageSize(limit)
                .build())
        .getEntriesList()
        .stream()
        .map(Wire::auditEntry)
        .toList();
  }

  /**
   * What a rotation of each binding of a secret would do now. Writes nothing, but tests the values
   * that would be written.
   *
   * {@snippet class="ExamplesTest" region="rotations.plan"}
   *
   * @param secret its reference, such as {@code dir://shop-db}
   * @throws NotFoundException when no binding of the environment names the secret
   */
  public List<BindingPlan> plan(String secret) {
    return plan(PlanRotationRequest.newBuilder().setSecret(secret));
  }

  /** As {@link #plan(String)}, for the data source with this name alone. */
  public List<BindingPlan> plan(String secret, String dataSource) {
    return plan(PlanRotationRequest.newBuilder().setSecret(secret).setDataSource(dataSource));
  }

  private List<BindingPlan> plan(PlanRotationRequest.Builder request) {
    return calls
        .call(RotationsServiceGrpc.getPlanRotationMethod(), request.build())
        .getBindingsList()
        .stream()
        .map(Wire::plan)
        .toList();
  }

  /**
   * Asks for a rotation of each binding of a secret, even to a version that was rolled back before.
   *
   * {@snippet class="ExamplesTest" region="rotations.trigger"}
   *
   * @param secret its reference, such as {@code dir://shop-db}
   * @return the rotations, which are durable but have hardly begun; at least one
   * @throws NotFoundException when no binding of the environment names the secret
   */
  public List<AskedRotation> trigger(String secret) {
    return trigger(TriggerRotationRequest.newBuilder().setSecret(secret));
  }

  /** As {@link #trigger(String)}, for the data source with this name alone. */
  public List<AskedRotation> trigger(String secret, String dataSource) {
    return trigger(TriggerRotationRequest.newBuilder().setSecret(secret).setDataSource(dataSource));
  }

  /**
   * The same now, whatever change windows and freezes say.
   *
   * {@snippet class="ExamplesTest" region="rotations.override"}
   *
   * @param dataSource the name of one data source, or empty for all that the secret feeds
   * @throws NotFoundException when no binding of the environment names the secret (and the data
   *     source)
   */
  public List<AskedRotation> override(String secret, Optional<String> dataSource) {
    TriggerRotationRequest.Builder request =
        TriggerRotationRequest.newBuilder().setSecret(secret).setOverrideWindows(true);
    dataSource.ifPresent(request::setDataSource);
    return trigger(request);
  }

  private List<AskedRotation> trigger(TriggerRotationRequest.Builder request) {
    return calls
        .call(RotationsServiceGrpc.getTriggerRotationMethod(), request.build())
        .getRotationsList()
        .stream()
        .map(Wire::asked)
        .toList();
  }

  /**
   * Asks for the binding of a rotation that has ended to be rotated once more.
   *
   * {@snippet class="ExamplesTest" region="rotations.replay"}
   *
   * @throws NotFoundException when the environment has no rotation with this id
   * @throws FailedPreconditionException when it is still open, its binding is gone, or a client
   *     wrote its secret
   */
  public AskedRotation replay(String id) {
    return Wire.asked(
        calls
            .call(
                RotationsServiceGrpc.getReplayRotationMethod(),
                ReplayRotationRequest.newBuilder().setId(id).build())
            .getRotation());
  }

  /**
   * Decodes an event of the quarantine again; when that works, acts on it and lets it go.
   *
   * {@snippet class="ExamplesTest" region="rotations.replayEvent"}
   *
   * @throws NotFoundException when there is none with this id
   * @throws FailedPreconditionException when it still cannot be decoded; it stays in quarantine
   */
  public ReplayedEvent replayEvent(String id) {
    return Wire.replayedEvent(
        calls.call(
            RotationsServiceGrpc.getReplayEventMethod(),
            ReplayEventRequest.newBuilder().setId(id).build()));
  }

  /**
   * Lets an event of the quarantine go for good.
   *
   * {@snippet class="ExamplesTest" region="rotations.dropEvent"}
   *
   * @throws NotFoundException when there is none with this id
   */
  public void dropEvent(String id) {
    var _ =
        calls.call(
            RotationsServiceGrpc.getDropEventMethod(),
            DropEventRequest.newBuilder().setId(id).build());
  }

  /**
   * Begins to watch: what changes after this has returned is told. To be closed.
   *
   * {@snippet class="ExamplesTest" region="rotations.watch"}
   *
   * @throws RekeyException when the server is out of reach, or refuses because too many watch
   */
  public RotationStream watch(WatchFilter filter) {
    return watch(filter, FIRST_WAIT);
  }

  /**
   * @param firstWait how long before the first try to come back to a server that went away
   */
  RotationStream watch(WatchFilter filter, Duration firstWait) {
    return new RotationStream(calls, this, filter, firstWait);
  }

  private static ListRotationsRequest request(RotationFilter filter, int wanted, String page) {
    var request =
        ListRotationsRequest.newBuilder()
            .setPageSize(Math.min(wanted, LARGEST_PAGE))
            .setPageToken(page);
    filter.dataSource().ifPresent(request::setDataSource);
    filter.state().map(Wire::state).ifPresent(request::setState);
    return request.build();
  }
}
