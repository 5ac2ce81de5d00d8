package dev.rekey.notification;

import dev.rekey.rotation.InMemoryJournal;
import java.util.Optional;

class TellingInMemoryJournalTest extends TellingJournalContract {
  @Override
  protected Both empty() {
    InMemoryJournal journal = new InMemoryJournal();
    return new Both(
        journal,
        () -> journal.rested().stream().map(Notification::of).flatMap(Optional::stream).toList());
  }
}
