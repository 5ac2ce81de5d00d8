package dev.rekey.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** The API alone, on a free port, over ports in memory. */
public final class ServedApiProfile implements QuarkusTestProfile {
  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(ServedApiWiring.class);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "quarkus.http.host", "127.0.0.1",
        "quarkus.http.test-port", "0",
        "quarkus.management.host", "127.0.0.1",
        "quarkus.management.test-port", "0",
        "rekey.data-dir", "target/served-api");
  }
}
