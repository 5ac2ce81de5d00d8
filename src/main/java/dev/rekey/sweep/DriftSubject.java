package dev.rekey.sweep;

import dev.rekey.rotation.Binding;
import dev.rekey.rotation.Bindings;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.sweep.SweepLog.Run;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks at the current version of every secret that is bound in an environment, once at each. */
final class DriftSubject implements Subject<SecretRef, DriftSubject.Version> {
  private final Bindings bindings;
  private final DriftCheck drift;

  DriftSubject(Bindings bindings, DriftCheck drift) {
    this.bindings = bindings;
    this.drift = drift;
  }

  /** The current version of a secret. */
  record Version(SecretRef secret, SecretVersion current) {}

  @Override
  public long count(String environment) {
    return secrets(environment).size();
  }

  @Override
  public Page<SecretRef> page(Run run, String after, int limit) {
    List<Map.Entry<String, SecretRef>> some =
        secrets(run.environment()).tailMap(after, false).entrySet().stream().limit(limit).toList();
    return new Page<>(
        some.stream().map(Map.Entry::getValue).toList(),
        some.stream().map(Map.Entry::getKey).toList());
  }

  private TreeMap<String, SecretRef> secrets(String environment) {
    TreeMap<String, SecretRef> byReference = new TreeMap<>();
    for (Binding binding : bindings.all()) {
      if (binding.dataSource().environment().equals(environment)) {
        byReference.put(binding.secret().toString(), binding.secret());
      }
    }
    return byReference;
  }

  @Override
  public Optional<Version> look(SecretRef secret) {
    return drift.current(secret).map(version -> new Version(secret, version));
  }

  @Override
  public void conclude(Run run, Page<SecretRef> page, List<Version> seen)
      throws InterruptedException {
    Map<SecretRef, SecretVersion> current = new HashMap<>();
    seen.forEach(each -> current.put(each.secret(), each.current()));
    int _ =
        drift.queue(
            current, binding -> binding.dataSource().environment().equals(run.environment()));
  }
}
