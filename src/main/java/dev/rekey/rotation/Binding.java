package dev.rekey.rotation;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.Terms.OnFailure;
import dev.rekey.secret.SecretRef;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * "This secret feeds these config keys of that data source."
 *
 * @param keys config key to where in the secret its value comes from; empty when that is chosen for
 *     each rotation, by the kind of the data source and the shape of the secret
 * @param settleWindow instead of that of the data source's kind
 * @param preflight whether new values are tested before they are saved
 */
public record Binding(
    SecretRef secret,
    DataSourceRef dataSource,
    SortedMap<String, FieldMapping> keys,
    Optional<Duration> settleWindow,
    boolean preflight,
    OnFailure onFailure) {
  public Binding {
    keys = new TreeMap<>(keys);
  }

  /** A binding on the usual terms. */
  public Binding(SecretRef secret, DataSourceRef dataSource, SortedMap<String, FieldMapping> keys) {
    this(secret, dataSource, keys, Optional.empty(), false, OnFailure.DEFAULT);
  }

  /** On what terms its rotations are carried out, where the data source is of this kind. */
  Terms terms(Optional<Kind> kind, SettleWindows windows) {
    return new Terms(settleWindow.orElseGet(() -> windows.of(kind)), preflight, onFailure);
  }

  /** Whether a rotation of it may write a config key. */
  public boolean mayFeed(String key) {
    return keys.isEmpty() ? CredentialWays.FED.contains(key) : keys.containsKey(key);
  }

  /**
   * The identity of this binding over restarts and changes of its keys: one secret and one data
   * source have one binding.
   */
  public String id() {
    return id(dataSource, secret);
  }

  static String id(DataSourceRef dataSource, SecretRef secret) {
    return dataSource + "<-" + secret;
  }
}
