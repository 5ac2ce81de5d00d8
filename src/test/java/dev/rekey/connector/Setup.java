package dev.rekey.connector;

import dev.rekey.secret.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A connector, and a config for it. */
public record Setup(Connector connector, Map<String, String> config) {
  public Setup with(String key, String value) {
    return with(Map.of(key, value));
  }

  public Setup with(Map<String, String> values) {
    var changed = new HashMap<>(config);
    changed.putAll(values);
    return new Setup(connector, changed);
  }

  public Setup without(String key) {
    var changed = new HashMap<>(config);
    changed.remove(key);
    return new Setup(connector, changed);
  }

  public TestResult test(Duration deadline) {
    return connector.test(secrets(), deadline);
  }

  public Map<String, Secret> secrets() {
    var secrets = new HashMap<String, Secret>();
    config.forEach((key, value) -> secrets.put(key, Secret.of(value)));
    return secrets;
  }
}
