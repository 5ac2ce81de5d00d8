package dev.rekey.client;

import static dev.rekey.client.FakeIntegrations.reply;

import dev.rekey.api.v1.ListNotificationEndpointsRequest;
import dev.rekey.api.v1.ListNotificationEndpointsResponse;
import dev.rekey.api.v1.ListNotificationsRequest;
import dev.rekey.api.v1.ListNotificationsResponse;
import dev.rekey.api.v1.Notification;
import dev.rekey.api.v1.NotificationEndpoint;
import dev.rekey.api.v1.NotificationState;
import dev.rekey.api.v1.NotificationsServiceGrpc;
import dev.rekey.api.v1.ReplayNotificationRequest;
import dev.rekey.api.v1.ReplayNotificationResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** A worker that has given up one notification, until that is replayed. */
public final class FakeNotifications extends NotificationsServiceGrpc.NotificationsServiceImplBase {
  private static final long NUMBER = 7;

  private volatile boolean replayed;

  @Override
  public void listNotifications(
      ListNotificationsRequest request, StreamObserver<ListNotificationsResponse> caller) {
    ListNotificationsResponse.Builder response = ListNotificationsResponse.newBuilder();
    if (!replayed && request.getState() == NotificationState.NOTIFICATION_STATE_DEAD) {
      response.addNotifications(
          Notification.newBuilder()
              .setNumber(NUMBER)
              .setEndpoint("slack")
              .setId("r-1-5")
              .setType("dev.rekey.rotation.committed")
              .setDataSource("my_postgres_source")
              .setRotationId("r-1")
              .setState(NotificationState.NOTIFICATION_STATE_DEAD)
              .setAttempts(20)
              .setProblem("it answered 404")
              .setDetail("Passed."));
    }
    reply(caller, response.build());
  }

  @Override
  public void listNotificationEndpoints(
      ListNotificationEndpointsRequest request,
      StreamObserver<ListNotificationEndpointsResponse> caller) {
    reply(
        caller,
        ListNotificationEndpointsResponse.newBuilder()
            .addEndpoints(NotificationEndpoint.newBuilder().setName("ops").setPending(2))
            .addEndpoints(
                NotificationEndpoint.newBuilder().setName("slack").setDead(1).setCircuitOpen(true))
            .build());
  }

  @Override
  public void replayNotification(
      ReplayNotificationRequest request, StreamObserver<ReplayNotificationResponse> caller) {
    if (request.getNumber() != NUMBER) {
      caller.onError(
          Status.NOT_FOUND.withDescription("number: there is none").asRuntimeException());
      return;
    }
    replayed = true;
    reply(caller, ReplayNotificationResponse.getDefaultInstance());
  }
}
