package dev.rekey.chaos;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A secret, what the target accepts of it, and what was seen at the data sources that it feeds.
 * Thread-safe.
 *
 * <p>An older credential is dropped for good only with a version that works, and no version that
 * does not work follows until every data source has been seen with the one that does. So whatever a
 * data source holds before a bad version comes works, and must be what it holds afterwards; without
 * that rule a data source could be stuck through no fault of the worker's.
 */
public final class ManagedSecret {
  private final String name;
  private final Map<String, LoginLog> logins = new TreeMap<>();
  private final Set<Integer> accepted = new TreeSet<>(Set.of(0));
  private int current;
  private int floor;

  ManagedSecret(String name, Collection<String> dataSources) {
    this.name = name;
    dataSources.forEach(dataSource -> logins.put(dataSource, new LoginLog()));
  }

  public String name() {
    return name;
  }

  public List<String> dataSources() {
    return List.copyOf(logins.keySet());
  }

  /** What every data source is made with. */
  public Credential first() {
    return new Credential(name, 0);
  }

  /**
   * Changes what the target accepts.
   *
   * @param wish what is to happen, if that is possible now; a good version else
   * @return the credential that the secret is to hold
   */
  public synchronized Credential change(Change wish) {
    Change change = isSettled() || wish == Change.NONE ? wish : Change.GOOD;
    switch (change) {
      case GOOD -> accepted.add(++current);
      case GOOD_AND_OLD_DROPPED -> {
        accepted.clear();
        accepted.add(++current);
        floor = current;
      }
      case BAD -> current++;
      case BAD_AND_OLD_DROPPED -> {
        accepted.clear();
        floor = ++current + 1;
      }
      case NONE -> {}
    }
    return new Credential(name, current);
  }

  /** Whether every data source has what was not dropped. */
  private boolean isSettled() {
    return logins.values().stream().allMatch(log -> log.entered() >= floor);
  }

  /** Somebody logs in at a data source; says whether the target lets them in. */
  synchronized boolean login(String dataSource, String user, String password) {
    LoginLog log = logins.get(dataSource);
    Credential whole =
        Credential.ofUser(user)
            .filter(credential -> credential.secret().equals(name))
            .filter(credential -> credential.password().equals(password))
            .orElse(null);
    if (whole == null) {
      log.half(user, password);
      return false;
    }
    boolean isAccepted = accepted.contains(whole.version());
    log.whole(whole, isAccepted);
    return isAccepted;
  }

  /** What is known of a data source, beside what the worker says of it. */
  synchronized TargetRecord record(String dataSource) {
    LoginLog log = logins.get(dataSource);
    return new TargetRecord(
        current, Set.copyOf(accepted), log.attempted(), log.entered(), log.halves());
  }

  /** Whether every data source has been let in with the current version. */
  public synchronized boolean isEverywhere() {
    return logins.values().stream().allMatch(log -> log.entered() == current);
  }

  /** The last logins at a data source, for a person. */
  synchronized List<String> lastLogins(String dataSource) {
    return logins.get(dataSource).last();
  }
}
