package dev.rekey.rotation;

import org.junit.jupiter.api.Nested;

class InMemoryJournalTest {
  @Nested
  class Writing extends JournalContract {
    @Override
    protected Journal emptyJournal() {
      return new InMemoryJournal();
    }
  }

  @Nested
  class Reading extends RotationLogContract {
    @Override
    protected Both empty() {
      InMemoryJournal journal = new InMemoryJournal();
      return new Both(journal, journal.log());
    }
  }
}
