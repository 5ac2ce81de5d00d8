package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.AuditLog;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.event.Delivery;
import dev.rekey.event.EventDecoder;
import dev.rekey.event.Notice;
import dev.rekey.event.RotationEvent;
import dev.rekey.rotation.Journal.Quarantined;
import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Freshness;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Answers what people ask with rotations in the journal. */
public final class JournalledRequests implements RotationRequests {
  /** A message in quarantine is about none that anybody knows of. */
  private static final DataSourceRef NO_DATA_SOURCE = new DataSourceRef("", "");

  private static final String SOURCE = "api";
  private static final String TYPE = "dev.rekey.rotation.requested";

  private final Bindings bindings;
  private final RotationLog log;
  private final Journal journal;
  private final Recorder recorder;
  private final RotationSteps steps;
  private final Map<String, EventDecoder> decoders;
  private final Notices notices;
  private final AuditLog audit;

  /**
   * @param decoders by the name of the event source
   */
  public JournalledRequests(
      Bindings bindings,
      RotationLog log,
      Journal journal,
      Recorder recorder,
      RotationSteps steps,
      Map<String, EventDecoder> decoders,
      Notices notices,
      AuditLog audit) {
    this.bindings = bindings;
    this.log = log;
    this.journal = journal;
    this.recorder = recorder;
    this.steps = steps;
    this.decoders = Map.copyOf(decoders);
    this.notices = notices;
    this.audit = audit;
  }

  @Override
  public TriggerResult trigger(
      String environment,
      SecretRef secret,
      Optional<String> dataSource,
      RotationCause cause,
      Actor actor) {
    List<Binding> bound = bound(environment, secret, dataSource);
    return bound.isEmpty()
        ? new TriggerResult.Unbound()
        : new TriggerResult.Accepted(ask(bound, secret, cause, recorder.newId(), actor));
  }

  @Override
  public ReplayResult replayRotation(String environment, String id, Actor actor) {
    Optional<RotationRecord> found = log.find(environment, id);
    if (found.isEmpty()) {
      return new ReplayResult.NotFound();
    }
    RotationRecord former = found.get();
    if (!former.state().isFinal()) {
      return new ReplayResult.StillOpen(former.state());
    }
    if (former.secret().scheme() == SecretRef.Scheme.MANAGED) {
      return new ReplayResult.WrittenByClient(former.secret());
    }
    Optional<Binding> binding = bindings.find(former.bindingId());
    return binding.isEmpty()
        ? new ReplayResult.BindingGone(former.bindingId())
        : new ReplayResult.Accepted(
            ask(
                    List.of(binding.get()),
                    former.secret(),
                    RotationCause.REPLAY,
                    recorder.newId(),
                    actor)
                .getFirst());
  }

  @Override
  public EventReplayResult replayEvent(String quarantineId, Actor actor) {
    Optional<Quarantined> found = journal.quarantined(quarantineId);
    if (found.isEmpty()) {
      return new EventReplayResult.NotFound();
    }
    return switch (decode(found.get())) {
      case Delivery.Undecodable still -> new EventReplayResult.StillUndecodable(still.reason());
      case Delivery.Decoded decoded -> {
        SecretRef secret = decoded.event().secret();
        // The same id each time: what was recorded by a replay that broke off is not done twice.
        List<Asked> asked =
            ask(bindings.of(secret), secret, RotationCause.REPLAY, quarantineId, actor);
        journal.release(quarantineId);
        yield new EventReplayResult.Accepted(secret, asked);
      }
      case Delivery.Noted(Notice notice) -> {
        notices.take(found.get().source(), notice, recorder.time());
        journal.release(quarantineId);
        yield new EventReplayResult.NothingToDo(notice.type());
      }
      case Delivery.Ignored(String type) -> {
        journal.release(quarantineId);
        yield new EventReplayResult.NothingToDo(type);
      }
    };
  }

  @Override
  public boolean dropEvent(String quarantineId, Actor actor) {
    if (journal.quarantined(quarantineId).isEmpty()) {
      return false;
    }
    audit.tell(recorder.time(), actor, "drop event", NO_DATA_SOURCE, Set.of());
    journal.release(quarantineId);
    return true;
  }

  private Delivery.Content decode(Quarantined quarantined) {
    Delivery.Undecodable content = quarantined.content();
    EventDecoder decoder = decoders.get(quarantined.source());
    if (content.cut()) {
      return undecodable(content, "it was larger than what is kept, so that it cannot be replayed");
    }
    return decoder == null
        ? undecodable(
            content, "messages of the source " + quarantined.source() + " have no decoder")
        : decoder.decode(content.attributes(), content.body());
  }

  private static Delivery.Undecodable undecodable(Delivery.Undecodable content, String reason) {
    return Delivery.Undecodable.of(content.type(), reason, content.attributes(), content.body());
  }

  @Override
  public PlanResult plan(String environment, SecretRef secret, Optional<String> dataSource) {
    List<Binding> bound = bound(environment, secret, dataSource);
    if (bound.isEmpty()) {
      return new PlanResult.Unbound();
    }
    Freshness fresh = recorder.now();
    try {
      return new PlanResult.Planned(
          atOnce(bound.stream().<Callable<BindingPlan>>map(b -> () -> plan(b, fresh)).toList()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static List<BindingPlan> atOnce(List<Callable<BindingPlan>> plans)
      throws InterruptedException {
    List<BindingPlan> done = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<BindingPlan> plan : executor.invokeAll(plans)) {
        done.add(plan.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a plan broke", e.getCause());
    }
    return done;
  }

  private BindingPlan plan(Binding binding, Freshness fresh) throws InterruptedException {
    return switch (steps.fetch(binding.secret(), fresh)) {
      case FetchResult.Found found ->
          switch (steps.compare(binding, found)) {
            case RotationInput.Planned planned -> tested(binding, planned.candidate());
            case RotationInput.NothingToDo nothing ->
                plan(binding, Optional.of(found.version()), nothing.why());
            case RotationInput.Impossible impossible ->
                plan(binding, Optional.of(found.version()), impossible.reason());
            case RotationInput.DataSourceGone _ ->
                plan(binding, Optional.of(found.version()), Sentences.GONE);
            case RotationInput other -> throw new IllegalStateException(other + " is no plan");
          };
      case FetchResult.Failed failed -> plan(binding, Optional.empty(), failed.reason());
    };
  }

  private static BindingPlan plan(Binding binding, Optional<SecretVersion> version, String why) {
    return new BindingPlan(
        binding.id(), binding.dataSource(), version, List.of(), Optional.empty(), why);
  }

  private BindingPlan tested(Binding binding, Candidate candidate) {
    RotationInput input = steps.preflight(binding.dataSource(), candidate.changes());
    Optional<TestResult> test =
        input instanceof RotationInput.Tested tested
            ? Optional.of(tested.result())
            : Optional.empty();
    return new BindingPlan(
        binding.id(),
        binding.dataSource(),
        Optional.of(candidate.version()),
        candidate.changes().keys(),
        test,
        test.map(TestResult::message).orElse(Sentences.GONE));
  }

  private List<Binding> bound(String environment, SecretRef secret, Optional<String> dataSource) {
    return bindings.of(secret).stream()
        .filter(binding -> binding.dataSource().environment().equals(environment))
        .filter(binding -> dataSource.stream().allMatch(binding.dataSource().name()::equals))
        .toList();
  }

  private List<Asked> ask(
      List<Binding> bound, SecretRef secret, RotationCause cause, String eventId, Actor actor) {
    Freshness fresh = recorder.now();
    Instant at = recorder.time();
    String action = cause.name().toLowerCase(Locale.ROOT);
    bound.forEach(
        binding ->
            audit.tell(
                at, actor, action, binding.dataSource(), Set.copyOf(binding.keys().keySet())));
    RotationEvent event = new RotationEvent(eventId, TYPE, secret, Optional.empty());
    List<Journal.Request> requests =
        bound.stream().map(binding -> recorder.request(binding, SOURCE, event, cause, at)).toList();
    List<Recorded> recorded = recorder.record(requests, List.of(), fresh);
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < bound.size(); i++) {
      asked(recorded.get(i), bound.get(i)).ifPresent(asked::add);
    }
    return asked;
  }

  private static Optional<Asked> asked(Recorded recorded, Binding binding) {
    return switch (recorded) {
      case Recorded.Queued queued ->
          Optional.of(new Asked(queued.rotation().id(), binding.dataSource(), false));
      case Recorded.Joined joined ->
          Optional.of(new Asked(joined.rotationId(), binding.dataSource(), true));
      case Recorded.Settled _, Recorded.Repeated _ -> Optional.empty();
    };
  }
}
