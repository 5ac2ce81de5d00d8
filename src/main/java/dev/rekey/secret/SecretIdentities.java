package dev.rekey.secret;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Knows which references mean one secret: the ARN of a secret with and without its suffix and its
 * name are one, and so are the number and the id of a project.
 *
 * <p>Neither can be told from the text alone. What the answers of the stores bring to light is
 * kept; until then, references that may mean one secret are taken to do so when news is matched,
 * because news is a hint, and are taken for different ones when a value is handed out. Thread-safe.
 */
public final class SecretIdentities {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private final Map<String, String> projectNumbers = new ConcurrentHashMap<>();
  private final Map<SecretRef, SecretArn> arns = new ConcurrentHashMap<>();

  /** Knows nothing yet. */
  public SecretIdentities() {
    this(Map.of());
  }

  /**
   * @param projectNumbers of Google projects, by their ids
   */
  public SecretIdentities(Map<String, String> projectNumbers) {
    this.projectNumbers.putAll(projectNumbers);
  }

  /**
   * Learns what a store calls a secret itself.
   *
   * @param asked the reference under which the store was asked
   * @param answered the same with the whole ARN, or with the number of the project
   */
  public void learn(SecretRef asked, SecretRef answered) {
    switch (asked.scheme()) {
      case AWS_SM -> SecretArn.parse(answered.name()).ifPresent(arn -> arns.put(asked, arn));
      case GCP_SM -> {
        if (isNumber(answered.location()) && !isNumber(asked.location())) {
          projectNumbers.put(asked.location(), answered.location());
        }
      }
      case DIR, MANAGED -> {}
    }
  }

  /** Under what a reference can be looked for: two that may mean one secret have one in common. */
  public Set<String> keys(SecretRef secret) {
    Place place = place(secret);
    return place.names().stream()
        .map(name -> secret.scheme().text() + "/" + place.region() + "/" + name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Whether two references mean one secret, as far as is known. */
  public boolean mayBeSame(SecretRef one, SecretRef other) {
    if (one.equals(other)) {
      return true;
    }
    Place first = place(one);
    Place second = place(other);
    return one.scheme() == other.scheme()
        && first.region().equals(second.region())
        && first.names().stream().anyMatch(second.names()::contains)
        && first.owner().mayBe(second.owner());
  }

  /** The same text for all references that are known for certain to mean one secret. */
  public String identity(SecretRef secret) {
    Optional<String> certain =
        switch (secret.scheme()) {
          case AWS_SM ->
              Optional.ofNullable(arns.get(secret))
                  .map(
                      arn ->
                          new SecretRef(secret.scheme(), arn.region(), arn.toString()).toString());
          case GCP_SM ->
              Optional.ofNullable(projectNumbers.get(secret.location()))
                  .map(number -> new SecretRef(secret.scheme(), number, secret.name()).toString());
          case DIR, MANAGED -> Optional.empty();
        };
    return certain.orElseGet(secret::toString);
  }

  /**
   * @param names what the secret may be called there
   */
  private record Place(String region, Owner owner, Set<String> names) {}

  /**
   * The account or the project.
   *
   * @param number of the account or the project, where it is known
   * @param id of the project, where it is given
   */
  private record Owner(Optional<String> number, Optional<String> id) {
    boolean mayBe(Owner other) {
      if (number.isPresent() && other.number.isPresent()) {
        return number.equals(other.number);
      }
      return id.isEmpty() || other.id.isEmpty() || id.equals(other.id);
    }
  }

  private Place place(SecretRef secret) {
    return switch (secret.scheme()) {
      case AWS_SM -> aws(secret);
      case GCP_SM -> google(secret);
      case DIR, MANAGED ->
          new Place(
              secret.location(),
              new Owner(Optional.empty(), Optional.empty()),
              Set.of(secret.name()));
    };
  }

  private Place aws(SecretRef secret) {
    Optional<SecretArn> learned = Optional.ofNullable(arns.get(secret));
    Optional<SecretArn> arn = learned.or(() -> SecretArn.parse(secret.name()));
    Set<String> names = new LinkedHashSet<>();
    arn.flatMap(SecretArn::nameIfWhole).ifPresent(names::add);
    if (learned.isEmpty()) {
      // Without an answer, six characters at the end may be a part of the name.
      names.add(arn.map(SecretArn::name).orElse(secret.name()));
    }
    return new Place(
        secret.location(), new Owner(arn.map(SecretArn::account), Optional.empty()), names);
  }

  private Place google(SecretRef secret) {
    String project = secret.location();
    int slash = secret.name().indexOf('/');
    Optional<String> number =
        isNumber(project) ? Optional.of(project) : Optional.ofNullable(projectNumbers.get(project));
    return new Place(
        slash < 0 ? "" : secret.name().substring(0, slash),
        new Owner(number, isNumber(project) ? Optional.empty() : Optional.of(project)),
        Set.of(secret.name().substring(slash + 1)));
  }

  private static boolean isNumber(String project) {
    return NUMBER.matcher(project).matches();
  }
}
