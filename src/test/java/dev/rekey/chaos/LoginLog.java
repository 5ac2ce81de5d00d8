package dev.rekey.chaos;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The logins at one data source. Guarded by its secret. */
final class LoginLog {
  private static final int KEPT = 40;

  private final Deque<String> last = new ArrayDeque<>();
  private final List<String> halves = new ArrayList<>();
  private int attempted;
  private int entered;

  /** Somebody came with the halves of two versions. */
  void half(String user, String password) {
    keep(user + " with " + password);
    halves.add(user + " with " + password);
  }

  void whole(Credential credential, boolean accepted) {
    keep(credential.user() + (accepted ? " accepted" : " refused"));
    attempted = Math.max(attempted, credential.version());
    if (accepted) {
      entered = Math.max(entered, credential.version());
    }
  }

  private void keep(String line) {
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    last.addLast(Instant.now() + " " + line);
  }

  /** The newest version that was tried. */
  int attempted() {
    return attempted;
  }

  /** The newest version that was let in. */
  int entered() {
    return entered;
  }

  /** Each login with a user and a password of different versions. */
  List<String> halves() {
    return List.copyOf(halves);
  }

  /** The last logins, with their times, for a person. */
  List<String> last() {
    return List.copyOf(last);
  }
}
