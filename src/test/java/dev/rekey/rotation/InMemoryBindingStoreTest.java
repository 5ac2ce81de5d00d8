package dev.rekey.rotation;

class InMemoryBindingStoreTest extends BindingStoreContract {
  @Override
  protected Both empty() {
    InMemoryJournal journal = new InMemoryJournal();
    return new Both(new InMemoryBindingStore(journal), journal);
  }
}
