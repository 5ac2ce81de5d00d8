package dev.rekey.ops;

import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSources;
import dev.rekey.event.EventSource;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationState;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.VersionResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Asks the parts of the worker how they are. */
public final class Doctor implements Diagnosis {
  private final RotationLog rotations;
  private final EventSources sources;
  private final SecretStore secrets;
  private final Bindings bindings;
  private final DataSources dataSources;

  public Doctor(
      RotationLog rotations,
      EventSources sources,
      SecretStore secrets,
      Bindings bindings,
      DataSources dataSources) {
    this.rotations = rotations;
    this.sources = sources;
    this.secrets = secrets;
    this.bindings = bindings;
    this.dataSources = dataSources;
  }

  @Override
  public List<Finding> of(String environment) {
    List<Finding> findings = new ArrayList<>();
    store(findings);
    sources.all().stream().map(Doctor::source).forEach(findings::add);
    if (sources.all().isEmpty()) {
      findings.add(
          new Finding(
              "events",
              Level.WARNING,
              "No event source is on, so that nothing is rotated by itself.",
              "Set rekey.events in the configuration."));
    }
    List<Binding> own =
        bindings.all().stream()
            .filter(each -> each.dataSource().environment().equals(environment))
            .toList();
    Set<SecretRef> bound = own.stream().map(Binding::secret).collect(Collectors.toSet());
    bound.stream()
        .sorted(Comparator.comparing(SecretRef::toString))
        .map(this::secret)
        .forEach(findings::add);
    targets(environment, own, findings);
    return findings;
  }

  private void store(List<Finding> findings) {
    RotationLog.Open open = rotations.open();
    long waiting = open.byState().values().stream().mapToLong(Long::longValue).sum();
    findings.add(Finding.ok("store", "It answers; rotations open: " + waiting + "."));
    if (open.quarantined() > 0) {
      findings.add(
          new Finding(
              "quarantine",
              Level.WARNING,
              "Messages that nobody could decode: " + open.quarantined() + ".",
              "Look at them with: rekey quarantine list."));
    }
    long parked = open.byState().getOrDefault(RotationState.Name.PARKED, 0L);
    if (parked > 0) {
      findings.add(
          new Finding(
              "rotations",
              Level.WARNING,
              "Rotations that wait for their data source to be reachable: " + parked + ".",
              "Look at them with: rekey rotations list --state parked."));
    }
  }

  private static Finding source(EventSource source) {
    String component = "events " + source.name() + " " + source.place();
    return source
        .problem()
        .map(why -> new Finding(component, Level.PROBLEM, why, "Mend that; it goes on by itself."))
        .orElseGet(
            () ->
                Finding.ok(
                    component,
                    source
                        .lastPolled()
                        .map(at -> "It was last polled at " + at + ".")
                        .orElse("It has not been polled yet.")));
  }

  private Finding secret(SecretRef secret) {
    String component = "secret " + secret;
    return switch (secrets.currentVersion(secret)) {
      case VersionResult.Current _ -> Finding.ok(component, "Its version can be read.");
      case FetchResult.Failed failed ->
          new Finding(
              component,
              Level.PROBLEM,
              failed.reason(),
              "Until that is mended, its rotations wait.");
    };
  }

  private void targets(String environment, List<Binding> own, List<Finding> findings) {
    Set<String> there =
        dataSources.list(environment).stream().map(DataSource::name).collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    for (Binding each : own) {
      if (!there.contains(each.dataSource().name())) {
        missing.add(each.dataSource().name());
      }
    }
    missing.forEach(
        name ->
            findings.add(
                new Finding(
                    "data source " + name,
                    Level.WARNING,
                    "It is bound, and does not exist.",
                    "Create it, or take its binding out of the configuration.")));
    findings.add(Finding.ok("bindings", "There are " + own.size() + " in this environment."));
  }
}
