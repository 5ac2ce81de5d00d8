package dev.rekey.rotation;

import dev.rekey.datasource.Actor;
import dev.rekey.secret.SecretRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers what it was told to answer, and remembers what it was asked. */
public final class FakeRotationRequests implements RotationRequests {
  private final Map<SecretRef, TriggerResult> triggers = new ConcurrentHashMap<>();
  private final Map<SecretRef, PlanResult> plans = new ConcurrentHashMap<>();
  private final Map<String, ReplayResult> replays = new ConcurrentHashMap<>();
  private final Map<String, EventReplayResult> events = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /**
   * A call, with what it was about: a secret or an id.
   *
   * @param environment empty where none is asked for
   * @param actor empty where none is asked for
   */
  public record Call(
      String method, String environment, String about, Optional<String> dataSource, String actor) {}

  /** All calls, oldest first. */
  public List<Call> calls() {
    return calls;
  }

  public void onTrigger(SecretRef secret, TriggerResult result) {
    triggers.put(secret, result);
  }

  public void onPlan(SecretRef secret, PlanResult result) {
    plans.put(secret, result);
  }

  public void onReplayRotation(String id, ReplayResult result) {
    replays.put(id, result);
  }

  public void onReplayEvent(String id, EventReplayResult result) {
    events.put(id, result);
  }

  @Override
  public TriggerResult trigger(
      String environment,
      SecretRef secret,
      Optional<String> dataSource,
      RotationCause cause,
      Actor actor) {
    String method = cause == RotationCause.TRIGGER ? "trigger" : "override";
    calls.add(new Call(method, environment, secret.toString(), dataSource, actor.name()));
    return triggers.getOrDefault(secret, new TriggerResult.Unbound());
  }

  @Override
  public ReplayResult replayRotation(String environment, String id, Actor actor) {
    calls.add(new Call("replayRotation", environment, id, Optional.empty(), actor.name()));
    return replays.getOrDefault(id, new ReplayResult.NotFound());
  }

  @Override
  public EventReplayResult replayEvent(String quarantineId, Actor actor) {
    calls.add(new Call("replayEvent", "", quarantineId, Optional.empty(), actor.name()));
    return events.getOrDefault(quarantineId, new EventReplayResult.NotFound());
  }

  /** Only events that are told of are there. */
  @Override
  public boolean dropEvent(String quarantineId, Actor actor) {
    calls.add(new Call("dropEvent", "", quarantineId, Optional.empty(), actor.name()));
    return events.containsKey(quarantineId);
  }

  @Override
  public PlanResult plan(String environment, SecretRef secret, Optional<String> dataSource) {
    calls.add(new Call("plan", environment, secret.toString(), dataSource, ""));
    return plans.getOrDefault(secret, new PlanResult.Unbound());
  }
}
