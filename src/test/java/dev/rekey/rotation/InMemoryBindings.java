package dev.rekey.rotation;

import dev.rekey.datasource.AuditLog;
import dev.rekey.datasource.DataSources;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.VersionResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One worker's bindings over a store in memory, with nobody who drives what it queues. Of its
 * secrets, all are there but for those that are called missing.
 */
public final class InMemoryBindings {
  private final Bindings bindings;
  private final LiveBindings live;
  private final StoredBindings requests;
  private final List<SecretRef> askedFor = new ArrayList<>();
  private final RecordingDriver driver = new RecordingDriver();

  /** A worker with no binding of its own, whose environments may bind all secrets. */
  public InMemoryBindings(
      InMemoryJournal journal, DataSources dataSources, AuditLog audit, Set<String> environments) {
    this(
        List.of(),
        new InMemoryBindingStore(journal),
        new BindingRules(
            environments,
            environments.stream().collect(Collectors.toMap(each -> each, each -> List.of("*")))),
        journal,
        dataSources,
        audit);
  }

  InMemoryBindings(
      List<Binding> configured,
      BindingStore store,
      BindingRules rules,
      InMemoryJournal journal,
      DataSources dataSources,
      AuditLog audit) {
    bindings = new Bindings(configured, new SecretIdentities(Map.of()));
    live = new LiveBindings(bindings, store, rules);
    requests =
        new StoredBindings(
            bindings, live, store, rules, dataSources, secrets(), recorder(journal), audit);
  }

  private SecretStore secrets() {
    return new SecretStore() {
      @Override
      public FetchResult fetch(SecretRef secret) {
        throw new IllegalStateException("nobody needs the value");
      }

      @Override
      public VersionResult currentVersion(SecretRef secret) {
        askedFor.add(secret);
        return secret.name().contains("missing")
            ? new FetchResult.Missing("There is no " + secret + ".")
            : new VersionResult.Current(new SecretVersion("v1"));
      }
    };
  }

  private Recorder recorder(InMemoryJournal journal) {
    InstantSource clock = InstantSource.system();
    return new Recorder(
        journal,
        driver,
        RotationObserver.all(List.of()),
        new TimeOrderedIds(clock, new Random(1)),
        clock);
  }

  public Bindings bindings() {
    return bindings;
  }

  public BindingRequests requests() {
    return requests;
  }

  LiveBindings live() {
    return live;
  }

  /** The secrets whose version was asked for. */
  List<SecretRef> askedFor() {
    return askedFor;
  }

  /** What was handed on to be driven. */
  List<Rotation> submitted() {
    return driver.submitted();
  }
}
