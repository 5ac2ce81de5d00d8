package dev.rekey.api.service;

import static dev.rekey.api.service.Replies.refuse;
import static dev.rekey.api.service.Replies.reply;

import dev.rekey.api.access.Caller;
import dev.rekey.api.call.CallFacts;
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
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.notification.CircuitBreaker;
import dev.rekey.notification.Courier;
import dev.rekey.notification.Notification.Attempt;
import dev.rekey.notification.Notifications;
import dev.rekey.notification.Outbox;
import dev.rekey.notification.Outbox.Backlog;
import dev.rekey.notification.Outbox.Entry;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Optional;

/** What others are told, and what of it has not arrived. */
public final class NotificationDesk extends NotificationsServiceGrpc.NotificationsServiceImplBase {
  private static final Backlog NONE = new Backlog(0, 0);

  private final Notifications notifications;

  public NotificationDesk(Notifications notifications) {
    this.notifications = notifications;
  }

  @Override
  public void listNotifications(
      ListNotificationsRequest request, StreamObserver<ListNotificationsResponse> caller) {
    ListNotificationsResponse.Builder response = ListNotificationsResponse.newBuilder();
    notifications
        .outbox()
        .list(
            Caller.current().environment(),
            state(request.getState()),
            Optional.of(request.getEndpoint()).filter(given -> !given.isEmpty()),
            RequestMapper.pageSize(request.getPageSize()))
        .stream()
        .map(NotificationDesk::notification)
        .forEach(response::addNotifications);
    reply(caller, response.build());
  }

  @Override
  public void listNotificationEndpoints(
      ListNotificationEndpointsRequest request,
      StreamObserver<ListNotificationEndpointsResponse> caller) {
    Map<String, Backlog> backlog = notifications.outbox().backlog();
    ListNotificationEndpointsResponse.Builder response =
        ListNotificationEndpointsResponse.newBuilder();
    for (Courier courier : notifications.couriers()) {
      String name = courier.endpoint().name();
      Backlog there = backlog.getOrDefault(name, NONE);
      response.addEndpoints(
          NotificationEndpoint.newBuilder()
              .setName(name)
              .setPending(there.pending())
              .setDead(there.dead())
              .setCircuitOpen(courier.circuit() != CircuitBreaker.State.CLOSED));
    }
    reply(caller, response.build());
  }

  @Override
  public void replayNotification(
      ReplayNotificationRequest request, StreamObserver<ReplayNotificationResponse> caller) {
    CallFacts.current().subject(Long.toString(request.getNumber()));
    if (notifications.replay(Caller.current().environment(), request.getNumber())) {
      reply(caller, ReplayNotificationResponse.getDefaultInstance());
    } else {
      refuse(
          caller,
          Status.NOT_FOUND,
          "number: there is no such notification that was sent or given up");
    }
  }

  private static Outbox.State state(NotificationState state) {
    return switch (state) {
      case NOTIFICATION_STATE_UNSPECIFIED, NOTIFICATION_STATE_PENDING -> Outbox.State.PENDING;
      case NOTIFICATION_STATE_SENT -> Outbox.State.SENT;
      case NOTIFICATION_STATE_DEAD -> Outbox.State.DEAD;
      case UNRECOGNIZED -> throw new InvalidFieldException("state", "is unknown");
    };
  }

  private static Notification notification(Entry entry) {
    dev.rekey.notification.Notification told = entry.notification();
    return Notification.newBuilder()
        .setNumber(entry.number())
        .setEndpoint(entry.endpoint())
        .setId(told.id())
        .setType(told.type().word())
        .setEnvironmentId(told.dataSource().environment())
        .setDataSource(told.dataSource().name())
        .setRotationId(told.rotation().map(Attempt::id).orElse(""))
        .setAt(Replies.timestamp(told.at()))
        .setState(
            switch (entry.state()) {
              case PENDING -> NotificationState.NOTIFICATION_STATE_PENDING;
              case SENT -> NotificationState.NOTIFICATION_STATE_SENT;
              case DEAD -> NotificationState.NOTIFICATION_STATE_DEAD;
            })
        .setAttempts(entry.attempts())
        .setProblem(entry.problem())
        .setDetail(told.detail())
        .build();
  }
}
