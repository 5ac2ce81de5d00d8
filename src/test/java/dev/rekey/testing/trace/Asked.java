package dev.rekey.testing.trace;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What has been asked for. Called from inside the JDK's own reflection, so that it must use none:
 * no lambdas, no string concatenation by the compiler, no logging.
 */
public final class Asked {
  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  private Asked() {}

  /** The members of a class were listed or looked up. */
  public static void members(Class<?> type) {
    if (!type.isArray() && !type.isPrimitive() && type.getClassLoader() != null) {
      SEEN.add("members ".concat(type.getName()));
    }
  }

  /** A class was looked up by its name. */
  public static void byName(String name) {
    SEEN.add("class ".concat(name));
  }

  public static void service(Class<?> type) {
    if (type.getClassLoader() != null) {
      SEEN.add("service ".concat(type.getName()));
    }
  }

  public static void resource(String name) {
    if (!name.endsWith(".class")) {
      SEEN.add("resource ".concat(name));
    }
  }

  public static void bundle(String name) {
    SEEN.add("bundle ".concat(name));
  }

  public static void proxy(Class<?>[] interfaces) {
    for (Class<?> each : interfaces) {
      if (each.getClassLoader() != null) {
        SEEN.add("proxy ".concat(each.getName()));
      }
    }
  }

  static Set<String> seen() {
    return SEEN;
  }
}
