package dev.rekey.client;

/** Whether an endpoint was told. */
public enum NotificationState {
  PENDING,
  SENT,
  /** Given up: the endpoint refused it too often, or was away for too long. */
  DEAD,
  /** A state that a newer server has and this client does not know. */
  UNKNOWN
}
