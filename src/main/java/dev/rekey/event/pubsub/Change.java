package dev.rekey.event.pubsub;

import dev.rekey.event.Delivery;
import dev.rekey.event.Notice;
import dev.rekey.event.RotationEvent;
import dev.rekey.secret.GoogleSecretName;

/** What can happen to a secret, and what follows from it. */
enum Change {
  NEW_VALUE,
  ROTATION_DUE,
  VERSION_DISABLED,
  VERSION_DESTROY_SCHEDULED,
  VERSION_DESTROYED,
  SECRET_DELETED,
  SECRET_EXPIRED,
  /** No value has changed. */
  NOTHING;

  /** Whether it happens to one version. */
  boolean isOfVersion() {
    return switch (this) {
      case NEW_VALUE, VERSION_DISABLED, VERSION_DESTROY_SCHEDULED, VERSION_DESTROYED -> true;
      case ROTATION_DUE, SECRET_DELETED, SECRET_EXPIRED, NOTHING -> false;
    };
  }

  /**
   * What a message says in which this is told.
   *
   * @param type how the sender calls it
   */
  Delivery.Content told(String id, String type, GoogleSecretName name) {
    return switch (this) {
      case NEW_VALUE ->
          new Delivery.Decoded(new RotationEvent(id, type, name.secret(), name.version()));
      case ROTATION_DUE ->
          notice(
              type,
              name,
              Notice.Weight.RECORD,
              "It is time to rotate this secret; there is no new version of it yet.");
      case VERSION_DISABLED ->
          notice(
              type,
              name,
              Notice.Weight.ALERT_IF_IN_USE,
              "This version was disabled: rotate what still uses it, or enable it again.");
      case VERSION_DESTROY_SCHEDULED ->
          notice(
              type,
              name,
              Notice.Weight.ALERT_IF_IN_USE,
              "This version was disabled and is going to be destroyed: rotate what still uses it,"
                  + " or enable it again while that can be done.");
      case VERSION_DESTROYED ->
          notice(
              type,
              name,
              Notice.Weight.ALERT_IF_IN_USE,
              "This version was destroyed and cannot be had again: rotate what still uses it.");
      case SECRET_DELETED ->
          notice(
              type,
              name,
              Notice.Weight.ALERT,
              "This secret was deleted: give the data sources that use it another one.");
      case SECRET_EXPIRED ->
          notice(
              type,
              name,
              Notice.Weight.ALERT,
              "This secret has expired and was deleted: give the data sources that use it another"
                  + " one.");
      case NOTHING -> new Delivery.Ignored(type);
    };
  }

  private static Delivery.Content notice(
      String type, GoogleSecretName name, Notice.Weight weight, String text) {
    return new Delivery.Noted(new Notice(type, name.secret(), name.version(), weight, text));
  }
}
