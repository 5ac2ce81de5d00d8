package dev.rekey.client;

import dev.rekey.api.v1.GetRotationRequest;
import dev.rekey.api.v1.ListAuditEntriesRequest;
import dev.rekey.api.v1.ListBindingsRequest;
import dev.rekey.api.v1.ListQuarantineRequest;
import dev.rekey.api.v1.ListRotationsRequest;
import dev.rekey.api.v1.ListRotationsResponse;
import dev.rekey.api.v1.RotationsServiceGrpc;
import java.util.ArrayList;
import java.util.List;

/**
 * What the worker did in the client's environment, and what it is told to do.
 *
 * <p>Calls block until the server has answered or the client's deadline has passed, and may be made
 * from many threads at once. Every method throws {@link RekeyException} when its call does not
 * succeed.
 */
public final class Rotations {
  private static final int LARGEST_PAGE = 1000;

  private final Calls calls;

  Rotations(Calls calls) {
    this.calls = calls;
  }

  /** The rotations that match, newest first, without their history. */
  public List<Rotation> list(RotationFilter filter) {
    var rotations = new ArrayList<Rotation>();
    String page = "";
    do {
      ListRotationsResponse response =
          calls.call(
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
   * @throws NotFoundException when the environment has none with this id
   */
  public Rotation get(String id) {
    return Wire.rotation(
        calls
            .call(
                RotationsServiceGrpc.getGetRotationMethod(),
                GetRotationRequest.newBuilder().setId(id).build())
            .getRotation());
  }

  /** All bindings of the environment. */
  public List<Binding> bindings() {
    return calls
        .call(
            RotationsServiceGrpc.getListBindingsMethod(), ListBindingsRequest.getDefaultInstance())
        .getBindingsList()
        .stream()
        .map(Wire::binding)
        .toList();
  }

  /**
   * The messages that could not be decoded, newest first. They belong to no environment.
   *
   * @param limit at most this many: 1 to 1000
   */
  public List<QuarantinedEvent> quarantine(int limit) {
    return calls
        .call(
            RotationsServiceGrpc.getListQuarantineMethod(),
            ListQuarantineRequest.newBuilder().setPageSize(limit).build())
        .getEventsList()
        .stream()
        .map(Wire::quarantinedEvent)
        .toList();
  }

  /**
   * Who did what, newest first.
   *
   * @param dataSource the name of one data source, or empty for all
   * @param limit at most this many: 1 to 1000
   */
  public List<AuditEntry> audit(String dataSource, int limit) {
    return calls
        .call(
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
