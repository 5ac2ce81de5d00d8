package dev.rekey.cli.declare;

import dev.rekey.client.Binding;
import dev.rekey.client.BindingSpec;
import dev.rekey.rotation.CredentialKeys;
import java.util.ArrayList;
import java.util.List;

/** Which keys of data sources are the business of bindings. */
record Fed(List<BindingSpec> bindings) {
  Fed {
    bindings = List.copyOf(bindings);
  }

  /** Those of a file, and those that are carried out and that the file does not speak of. */
  static Fed by(DeclaredFile file, Current current) {
    var bindings = new ArrayList<>(file.bindings());
    current.bindings().stream()
        .filter(each -> each.setAside().isEmpty())
        .map(Binding::spec)
        .filter(each -> file.bindings().stream().noneMatch(wanted -> isOneWith(wanted, each)))
        .forEach(bindings::add);
    return new Fed(bindings);
  }

  private static boolean isOneWith(BindingSpec one, BindingSpec other) {
    return one.secret().equals(other.secret()) && one.dataSource().equals(other.dataSource());
  }

  /** Whether a rotation of one of them may write the key. */
  boolean has(String dataSource, String key) {
    return bindings.stream()
        .filter(binding -> binding.dataSource().equals(dataSource))
        .anyMatch(binding -> mayFeed(binding, key));
  }

  private static boolean mayFeed(BindingSpec binding, String key) {
    return binding.keys().isEmpty() ? CredentialKeys.has(key) : binding.keys().containsKey(key);
  }
}
