package dev.rekey.api.service;

import dev.rekey.api.access.Caller;
import dev.rekey.api.access.Permission;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.TestRequest;
import java.util.Map;

/**
 * Whether a test would send a value that is kept here to where its caller says. Whoever asks for
 * that could read the value there, and has to have the permission to read it here.
 */
final class Disclosure {
  static final String REFUSED =
      "config: a test that sends values which are kept here to where the request says needs the"
          + " permission "
          + Permission.SECRETS_DECRYPT.slug();

  private Disclosure() {}

  static boolean isRefused(TestRequest test, Caller caller) {
    return discloses(test) && !caller.may(Permission.SECRETS_DECRYPT);
  }

  private static boolean discloses(TestRequest test) {
    Map<String, ConfigValue> given = test.config();
    return test instanceof TestRequest.Saved
        ? !given.isEmpty()
        : given.values().stream().anyMatch(ConfigValue.Reference.class::isInstance);
  }
}
