package dev.rekey.secret;

/** What a {@link SecretStore} answered to the question which version of a secret is current. */
public sealed interface VersionResult permits VersionResult.Current, FetchResult.Failed {
  /** The version that a fetch would bring. */
  record Current(SecretVersion version) implements VersionResult {}
}
