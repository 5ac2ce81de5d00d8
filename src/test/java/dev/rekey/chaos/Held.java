package dev.rekey.chaos;

import java.util.Optional;

/** The user and the password that a data source holds in the worker's registry. */
record Held(String user, String password) {
  static Held of(Credential credential) {
    return new Held(credential.user(), credential.password());
  }

  /** The version, if both are of the same one. */
  Optional<Integer> version() {
    return Credential.ofUser(user)
        .filter(credential -> Credential.ofPassword(password).equals(Optional.of(credential)))
        .map(Credential::version);
  }
}
