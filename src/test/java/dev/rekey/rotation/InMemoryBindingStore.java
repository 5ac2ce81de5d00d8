package dev.rekey.rotation;

import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.rotation.Journal.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Bindings that are forgotten at the end of a test; passes the contract of the real store. */
public final class InMemoryBindingStore implements BindingStore {
  private final Journal journal;
  private final Map<String, Binding> bindings = new TreeMap<>();
  private long version;

  public InMemoryBindingStore(Journal journal) {
    this.journal = journal;
  }

  @Override
  public synchronized Stored load() {
    return new Stored(version, List.copyOf(bindings.values()));
  }

  @Override
  public synchronized long version() {
    return version;
  }

  @Override
  public synchronized Optional<Recorded> put(long seen, Binding binding, Request request) {
    if (seen != version) {
      return Optional.empty();
    }
    version++;
    bindings.put(binding.id(), binding);
    return Optional.of(journal.record(List.of(request), List.of()).getFirst());
  }

  @Override
  public synchronized boolean delete(long seen, Binding binding) {
    if (seen != version) {
      return false;
    }
    version++;
    return bindings.remove(binding.id()) != null;
  }
}
