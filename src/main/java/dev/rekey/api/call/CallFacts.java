package dev.rekey.api.call;

import io.grpc.Context;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the audit is to say of a call, filled by those through whose hands it goes. Names keys,
 * never values. For the thread of the call alone.
 */
public final class CallFacts {
  private static final Context.Key<CallFacts> KEY = Context.key("facts");

  private final String address;
  private Optional<String> client = Optional.empty();
  private String environment = "";
  private String subject = "";
  private List<String> keys = List.of();

  CallFacts(String address) {
    this.address = address;
  }

  /** Those of the call that this thread carries out; of nobody's interest outside of a call. */
  public static CallFacts current() {
    CallFacts facts = KEY.get();
    return facts == null ? new CallFacts("") : facts;
  }

  Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /** Who makes the call, and for which environment. */
  public void caller(String clientId, String environmentId) {
    client = Optional.of(clientId);
    environment = environmentId;
  }

  /** The id or name that the call is about. */
  public void subject(String idOrName) {
    subject = idOrName;
  }

  /** The names of the config keys that the request has, once they are known to be names. */
  public void keys(Collection<String> names) {
    keys = List.copyOf(new TreeSet<>(names));
  }

  /** Empty for a call that nobody was let in for. */
  public Optional<String> client() {
    return client;
  }

  public String environment() {
    return environment;
  }

  public String subject() {
    return subject;
  }

  public List<String> keys() {
    return keys;
  }

  /** The network address of the caller; empty when it is not known. */
  public String address() {
    return address;
  }
}
