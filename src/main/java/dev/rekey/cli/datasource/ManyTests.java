package dev.rekey.cli.datasource;

import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import dev.rekey.client.Datasource;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.RekeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Tries many data sources, some at a time. */
final class ManyTests {
  private static final int AT_ONCE = 8;

  private final RekeyClient client;
  private final Session session;
  private final AtomicInteger done = new AtomicInteger();

  ManyTests(RekeyClient client, Session session) {
    this.client = client;
    this.session = session;
  }

  static Item subject(Datasource source) {
    return Item.of("id", source.id())
        .with("name", source.name())
        .with("kind", source.kind().name());
  }

  /** The results, in the order of the data sources. */
  List<Item> of(List<Datasource> sources) {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<Item>> running =
          sources.stream().map(each -> threads.submit(() -> tried(each, sources.size()))).toList();
      var results = new ArrayList<Item>();
      for (Future<Item> each : running) {
        results.add(result(each));
      }
      return results;
    }
  }

  private Item tried(Datasource source, int total) {
    Item result = Items.with(subject(source), client.datasources().test(source.id()));
    session.progress("tested", done.incrementAndGet(), total);
    return result;
  }

  private static Item result(Future<Item> running) {
    try {
      return running.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RekeyException known
          ? known
          : new IllegalStateException("a test broke", e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Problem(ExitCode.INTERRUPTED, "interrupted");
    }
  }
}
