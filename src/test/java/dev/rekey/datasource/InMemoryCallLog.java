package dev.rekey.datasource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls of the API, in memory. Faithful to the port but for durability. */
public final class InMemoryCallLog implements CallLog {
  private final List<Recorded> calls = new ArrayList<>();

  @Override
  public synchronized void add(Call call) {
    calls.add(new Recorded(calls.size() + 1L, call));
  }

  @Override
  public synchronized List<Recorded> list(String environment, Optional<String> client, int limit) {
    return calls.reversed().stream()
        .filter(each -> each.call().environment().equals(environment))
        .filter(each -> client.isEmpty() || each.call().client().equals(client.get()))
        .limit(limit)
        .toList();
  }
}
