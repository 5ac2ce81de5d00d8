package dev.rekey.client;

import dev.rekey.api.v1.ListNotificationEndpointsRequest;
import dev.rekey.api.v1.ListNotificationsRequest;
import dev.rekey.api.v1.NotificationsServiceGrpc;
import dev.rekey.api.v1.ReplayNotificationRequest;
import java.util.List;

/**
 * What others are told of the client's environment.
 *
 * <p>Calls block until the server has answered or the client's deadline has passed, and may be made
 * from many threads at once. Every method throws {@link RekeyException} when its call does not
 * succeed, and {@link UnimplementedException} when the server is not Rekey.
 */
public final class Notifications {
  private final Calls calls;

  Notifications(Calls calls) {
    this.calls = calls;
  }

  /**
   * The newest notifications in a state, newest first.
   *
   * {@snippet class="ExamplesTest" region="notifications.list"}
   *
   * @param limit at most this many: 1 to 1000
   */
  public List<Notification> list(NotificationState state, int limit) {
    return list(state, "", limit);
  }

  /**
   * @param endpoint the name of one endpoint, or empty for all
   */
  public List<Notification> list(NotificationState state, String endpoint, int limit) {
    return calls
        .read(
            NotificationsServiceGrpc.getListNotificationsMethod(),
            ListNotificationsRequest.newBuilder()
                .setState(Wire.notificationState(state))
                .setEndpoint(endpoint)
                .setPageSize(limit)
                .build())
        .getNotificationsList()
        .stream()
        .map(Wire::notification)
        .toList();
  }

  /**
   * Who is told, and how much has not arrived. Needs the permission {@code worker.admin}.
   *
   * {@snippet class="ExamplesTest" region="notifications.endpoints"}
   */
  public List<NotificationEndpoint> endpoints() {
    return calls
        .read(
            NotificationsServiceGrpc.getListNotificationEndpointsMethod(),
            ListNotificationEndpointsRequest.getDefaultInstance())
        .getEndpointsList()
        .stream()
        .map(Wire::notificationEndpoint)
        .toList();
  }

  /**
   * Tells once more what was sent or given up.
   *
   * {@snippet class="ExamplesTest" region="notifications.replay"}
   *
   * @throws NotFoundException when the environment has none with this number
   */
  public void replay(long number) {
    var _ =
        calls.call(
            NotificationsServiceGrpc.getReplayNotificationMethod(),
            ReplayNotificationRequest.newBuilder().setNumber(number).build());
  }
}
