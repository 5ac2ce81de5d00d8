package dev.rekey.ops.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Asks components how they are, and waits for none of them longer than a limit. A component is
 * asked once at a time, however many want to know, so that one that hangs holds up one thread. What
 * it said is good for a moment. Thread-safe; blocks up to the limit.
 */
public final class ComponentChecks {
  private static final Duration GOOD_FOR = Duration.ofSeconds(1);

  private final Supplier<List<Component>> components;
  private final Duration limit;
  private final LongSupplier nanoClock;
  private final Executor executor;
  private final Map<String, Asked> asked = new ConcurrentHashMap<>();

  private record Asked(long since, CompletableFuture<ComponentHealth> answer) {}

  /**
   * @param components those that there are at present
   * @param nanoClock as {@link System#nanoTime()}
   * @param executor runs each check on a thread of its own
   */
  public ComponentChecks(
      Supplier<List<Component>> components,
      Duration limit,
      LongSupplier nanoClock,
      Executor executor) {
    this.components = components;
    this.limit = limit;
    this.nanoClock = nanoClock;
    this.executor = executor;
  }

  /** How all of them are, by name; asked at once. */
  public SortedMap<String, ComponentHealth> all() {
    List<Component> present = components.get();
    Map<String, Asked> begun = new TreeMap<>();
    present.forEach(each -> begun.put(each.name(), begin(each)));
    asked.keySet().retainAll(begun.keySet());
    long deadline = nanoClock.getAsLong() + limit.toNanos();
    SortedMap<String, ComponentHealth> all = new TreeMap<>();
    begun.forEach(
        (name, question) ->
            all.put(name, await(question.answer(), deadline - nanoClock.getAsLong())));
    return all;
  }

  /** How one is; a name that nobody has is up, since nothing is wrong with it. */
  public ComponentHealth of(String name) {
    return components.get().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .map(component -> await(begin(component).answer(), limit.toNanos()))
        .orElseGet(ComponentHealth::up);
  }

  private Asked begin(Component component) {
    return asked.compute(
        component.name(),
        (_, before) -> before == null || isOver(before) ? ask(component) : before);
  }

  private boolean isOver(Asked before) {
    return before.answer().isDone() && nanoClock.getAsLong() - before.since() >= GOOD_FOR.toNanos();
  }

  private Asked ask(Component component) {
    return new Asked(
        nanoClock.getAsLong(), CompletableFuture.supplyAsync(component.check(), executor));
  }

  private ComponentHealth await(CompletableFuture<ComponentHealth> answer, long nanos) {
    try {
      return answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return ComponentHealth.down("it has not answered within " + limit.toSeconds() + " s");
    } catch (ExecutionException e) {
      return ComponentHealth.down("it failed: " + e.getCause().getClass().getName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return ComponentHealth.down("interrupted before it answered");
    }
  }
}
