package dev.rekey.secret.gcp;

import com.google.api.gax.core.CredentialsProvider;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretPayload;
import dev.rekey.google.GoogleEndpoint;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.GoogleSecretName;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.VersionResult;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The secrets of Google Secret Manager. The current version of a secret is the newest one that is
 * enabled, and its id is its number, such as {@code 7}.
 *
 * <p>Reading needs {@code secretmanager.versions.access}. Where the newest version is not enabled,
 * and for {@link #currentVersion}, {@code secretmanager.versions.list} is needed too.
 *
 * <p>Nothing is looked for before the first call, credentials included; those that are not accepted
 * are looked for again with the next call. Thread-safe. Each call to Google has a deadline, and a
 * fetch makes one of them as a rule and four at most. Nothing may be asked any more once it is
 * closed.
 */
public final class GoogleSecretStore implements SecretStore, AutoCloseable {
  private static final String LATEST = "latest";
  private static final String ENABLED = "state:ENABLED";
  private static final String ANY = "";
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private final SecretManagerCalls calls;
  private final SecretIdentities identities;

  /**
   * @param endpoint stands in the place of all of Google's own, the regional ones included
   * @param credentials asked before the first call
   * @param identities learns the numbers of projects from the answers
   * @param deadline of each call to Google
   */
  public GoogleSecretStore(
      Optional<GoogleEndpoint> endpoint,
      CredentialsProvider credentials,
      SecretIdentities identities,
      Duration deadline) {
    this(
        new SecretManagerClients(
            endpoint,
            credentials,
            deadline,
            SecretManagerServiceSettings::defaultGrpcTransportProviderBuilder),
        identities);
  }

  GoogleSecretStore(SecretManagerClients clients, SecretIdentities identities) {
    this.calls = new SecretManagerCalls(clients);
    this.identities = identities;
  }

  @Override
  public FetchResult fetch(SecretRef secret) {
    GoogleSecretName name = name(secret);
    return switch (calls.access(name, LATEST)) {
      case Outcome.Answer(var response) -> found(secret, response);
      case Outcome.NotReadable<?> _ -> newestEnabled(secret, GoogleSecretStore::notLatest);
      case Outcome.Failed(FetchResult.Missing missing) -> newestEnabled(secret, _ -> missing);
      case Outcome.Failed(var failure) -> failure;
    };
  }

  private static FetchResult notLatest(FetchResult.Denied denied) {
    return new FetchResult.Denied(
        denied.reason() + "; its newest version is disabled or destroyed");
  }

  /**
   * Google knows a version by its number at once, and may take minutes to see that it is the latest
   * one. A higher number is a newer version, so it is read by its number then.
   */
  @Override
  public FetchResult fetch(SecretRef secret, SecretVersion told) {
    FetchResult current = fetch(secret);
    boolean behind =
        switch (current) {
          case FetchResult.Found found -> number(found.version()) < number(told);
          case FetchResult.Missing _ -> number(told) > 0;
          case FetchResult.Denied _, FetchResult.Unavailable _, FetchResult.Throttled _ -> false;
        };
    return behind ? fetchTold(secret, told, current) : current;
  }

  private FetchResult fetchTold(SecretRef secret, SecretVersion told, FetchResult current) {
    return switch (calls.access(name(secret), told.id())) {
      case Outcome.Answer(var response) -> found(secret, response);
      case Outcome.NotReadable<?> _ -> current;
      case Outcome.Failed(FetchResult.Missing _) -> current;
      case Outcome.Failed(var failure) -> failure;
    };
  }

  /** The number of a version; 0 when it has none, as a hint of somebody else may have. */
  private static long number(SecretVersion version) {
    return NUMBER.matcher(version.id()).matches() ? Long.parseLong(version.id()) : 0;
  }

  @Override
  public VersionResult currentVersion(SecretRef secret) {
    return switch (calls.newest(name(secret), ENABLED)) {
      case Outcome.Answer(var newest) when newest.isPresent() ->
          version(secret, newest.get().getName())
              .<VersionResult>map(VersionResult.Current::new)
              .orElseGet(() -> nameless(secret));
      case Outcome.Answer<?> _, Outcome.NotReadable<?> _ -> noneEnabled(secret);
      case Outcome.Failed(var failure) -> failure;
    };
  }

  /**
   * @param unseen what to answer when we may not look for it
   */
  private FetchResult newestEnabled(
      SecretRef secret, Function<FetchResult.Denied, FetchResult> unseen) {
    return switch (currentVersion(secret)) {
      case VersionResult.Current(var version) -> enabled(secret, version);
      case FetchResult.Denied denied -> unseen.apply(denied);
      case FetchResult.Failed failure -> failure;
    };
  }

  private FetchResult enabled(SecretRef secret, SecretVersion version) {
    return switch (calls.access(name(secret), version.id())) {
      case Outcome.Answer(var response) -> found(secret, response);
      case Outcome.NotReadable<?> _ -> calls.keyFault(name(secret));
      case Outcome.Failed(var failure) -> failure;
    };
  }

  /** Says what became of the newest version. */
  private FetchResult.Failed noneEnabled(SecretRef secret) {
    return switch (calls.newest(name(secret), ANY)) {
      case Outcome.Answer(var newest) when newest.isPresent() ->
          new FetchResult.Missing(
              secret
                  + " has no enabled version; the newest one, "
                  + version(secret, newest.get().getName()).map(SecretVersion::id).orElse("?")
                  + ", is "
                  + newest.get().getState().name().toLowerCase(Locale.ROOT));
      case Outcome.Answer<?> _, Outcome.NotReadable<?> _ ->
          new FetchResult.Missing(secret + " has no version");
      case Outcome.Failed(var failure) -> failure;
    };
  }

  private FetchResult found(SecretRef secret, AccessSecretVersionResponse response) {
    SecretPayload payload = response.getPayload();
    byte[] value = payload.getData().toByteArray();
    if (payload.hasDataCrc32C() && payload.getDataCrc32C() != crc32c(value)) {
      return new FetchResult.Unavailable(secret + " arrived damaged: its checksum is wrong");
    }
    return version(secret, response.getName())
        .<FetchResult>map(version -> new FetchResult.Found(version, Secret.of(value)))
        .orElseGet(() -> nameless(secret));
  }

  private static long crc32c(byte[] value) {
    CRC32C checksum = new CRC32C();
    checksum.update(value);
    return checksum.getValue();
  }

  /** The version that an answer speaks of; learns by what number the project goes there. */
  private Optional<SecretVersion> version(SecretRef secret, String answered) {
    Optional<GoogleSecretName> name = GoogleSecretName.parse(answered);
    name.ifPresent(
        known ->
            identities.learn(
                secret, new SecretRef(secret.scheme(), known.secret().location(), secret.name())));
    return name.flatMap(GoogleSecretName::version);
  }

  private static FetchResult.Failed nameless(SecretRef secret) {
    return new FetchResult.Unavailable(secret + " cannot be read: the answer names no version");
  }

  private static GoogleSecretName name(SecretRef secret) {
    if (secret.scheme() != SecretRef.Scheme.GCP_SM) {
      throw new IllegalArgumentException("not a secret of Google: " + secret);
    }
    return GoogleSecretName.of(secret);
  }

  @Override
  public void close() {
    calls.close();
  }
}
