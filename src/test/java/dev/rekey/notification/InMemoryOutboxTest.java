package dev.rekey.notification;

import java.util.List;

class InMemoryOutboxTest extends OutboxContract {
  @Override
  protected Outbox empty(List<Endpoint> endpoints) {
    return new InMemoryOutbox(endpoints);
  }
}
