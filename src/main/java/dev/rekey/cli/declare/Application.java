package dev.rekey.cli.declare;

import dev.rekey.cli.console.Failures;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import dev.rekey.client.AlreadyExistsException;
import dev.rekey.client.AppliedBinding;
import dev.rekey.client.AskedRotation;
import dev.rekey.client.BindingCheck;
import dev.rekey.client.FailedPreconditionException;
import dev.rekey.client.InvalidArgumentException;
import dev.rekey.client.NotFoundException;
import dev.rekey.client.RekeyClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Carries changes out, one by one and in their order. For one run. */
final class Application {
  private final RekeyClient client;
  private final Session session;
  private final Set<String> failed = new HashSet<>();
  private final List<AskedRotation> rotations = new ArrayList<>();

  Application(RekeyClient client, Session session) {
    this.client = client;
    this.session = session;
  }

  /**
   * Lets the server look at bindings of data sources that are there, before anything is written.
   *
   * @throws Problem for one that it would not take
   */
  void check(List<Change> changes) {
    Set<String> made = new HashSet<>();
    for (Change change : changes) {
      switch (change) {
        case Change.NewSource source -> made.add(source.dataSource());
        case Change.ChangedSource _, Change.Refilled _ -> {}
        case Change.Bound bound when !made.contains(bound.dataSource()) -> check(bound);
        case Change.Bound _ -> {}
      }
    }
  }

  private void check(Change.Bound bound) {
    BindingCheck check = client.bindings().check(bound.binding());
    check
        .refusal()
        .ifPresent(
            why -> {
              throw Problem.usage(Report.what(bound) + ": " + why);
            });
    check
        .secretProblem()
        .ifPresent(why -> session.warn(bound.binding().secret() + " cannot be had now: " + why));
  }

  /** What became of each. One that the server refuses keeps only its bindings from being made. */
  List<Item> carryOut(List<Change> changes) {
    List<Item> done = new ArrayList<>();
    for (Change change : changes) {
      done.add(carriedOut(change));
      if (changes.size() > 1) {
        session.progress("applied %d of %d".formatted(done.size(), changes.size()));
      }
    }
    return done;
  }

  private Item carriedOut(Change change) {
    Item subject = Report.subject(change);
    if (failed.contains(change.dataSource())) {
      return subject
          .with("result", "skipped")
          .with("message", "its data source is not as the file says");
    }
    try {
      return switch (change) {
        case Change.NewSource source -> {
          var _ = client.datasources().create(source.kind(), source.dataSource(), source.config());
          yield subject.with("result", "created");
        }
        case Change.ChangedSource source -> {
          var _ = client.datasources().update(source.existing().id(), source.config(), "");
          yield subject.with("result", "updated");
        }
        case Change.Bound bound -> bound(bound, subject);
        case Change.Refilled refilled -> refilled(refilled, subject);
      };
    } catch (InvalidArgumentException
        | AlreadyExistsException
        | NotFoundException
        | FailedPreconditionException refused) {
      failed.add(change.dataSource());
      return subject.with("result", "failed").with("message", Failures.said(refused));
    }
  }

  private Item bound(Change.Bound bound, Item subject) {
    AppliedBinding applied = client.bindings().apply(bound.binding());
    applied
        .rotationId()
        .ifPresent(id -> rotations.add(new AskedRotation(id, bound.dataSource(), false)));
    return subject
        .with(
            "result",
            switch (applied.outcome()) {
              case CREATED -> "created";
              case CHANGED -> "updated";
              case UNCHANGED -> "unchanged";
            })
        .with("rotationId", applied.rotationId());
  }

  private Item refilled(Change.Refilled refilled, Item subject) {
    List<AskedRotation> asked =
        client.rotations().trigger(refilled.binding().secret(), refilled.dataSource());
    rotations.addAll(asked);
    return subject.with("result", "rotated").with("rotationId", asked.getFirst().rotationId());
  }

  /** The rotations that carry the bindings out. */
  List<AskedRotation> rotations() {
    return List.copyOf(rotations);
  }

  boolean hasFailed() {
    return !failed.isEmpty();
  }
}
