package dev.rekey.event.sqs;

/** What is asked of a queue. */
enum SqsAction {
  RECEIVE("sqs:ReceiveMessage"),
  DELETE("sqs:DeleteMessage"),
  EXTEND("sqs:ChangeMessageVisibility");

  private final String permission;

  SqsAction(String permission) {
    this.permission = permission;
  }

  /** As it stands in a policy. */
  String permission() {
    return permission;
  }
}
