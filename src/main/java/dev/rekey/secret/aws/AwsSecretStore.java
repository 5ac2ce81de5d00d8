package dev.rekey.secret.aws;

import dev.rekey.aws.AwsAccess;
import dev.rekey.aws.AwsCall;
import dev.rekey.aws.AwsFault;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.VersionResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/**
 * The secrets of AWS Secrets Manager: {@code aws-sm://<region>/<name or ARN>}.
 *
 * <p>Only the version with the label {@code AWSCURRENT} is ever asked for, so that one that a
 * rotation has still to test ({@code AWSPENDING}) does not even leave AWS. The region comes from
 * the reference alone. Thread-safe.
 */
public final class AwsSecretStore implements SecretStore, AutoCloseable {
  private static final String CURRENT = "AWSCURRENT";

  /** How long the id of a version can be; AWS refuses others. */
  private static final int SHORTEST_ID = 32;

  private static final int LONGEST_ID = 64;

  private final AwsAccess access;
  private final SecretIdentities identities;

  /** By region: no more than the references name. */
  private final Map<String, SecretsManagerClient> clients = new ConcurrentHashMap<>();

  /**
   * @param access is not closed with this
   * @param identities learns the ARN of each secret that is found
   */
  public AwsSecretStore(AwsAccess access, SecretIdentities identities) {
    this.access = access;
    this.identities = identities;
  }

  @Override
  public FetchResult fetch(SecretRef secret) {
    try {
      return found(secret, UnaryOperator.identity());
    } catch (SdkException e) {
      AwsFault fault = access.fault(fetching(secret), e);
      return fault instanceof AwsFault.Refused refused ? explained(secret, refused) : failed(fault);
    }
  }

  @Override
  public FetchResult fetch(SecretRef secret, SecretVersion told) {
    int length = told.id().length();
    if (length < SHORTEST_ID || length > LONGEST_ID) {
      return fetch(secret);
    }
    try {
      return found(secret, request -> request.versionId(told.id()));
    } catch (SdkException e) {
      return switch (access.fault(fetching(secret), e)) {
        // There is no such version, or it is not the current one: the label says which is.
        case AwsFault.Missing _, AwsFault.Refused _ -> fetch(secret);
        case AwsFault fault -> failed(fault);
      };
    }
  }

  private FetchResult found(
      SecretRef secret, UnaryOperator<GetSecretValueRequest.Builder> version) {
    GetSecretValueRequest.Builder request =
        GetSecretValueRequest.builder().secretId(secret.name()).versionStage(CURRENT);
    GetSecretValueResponse answer = client(secret).getSecretValue(version.apply(request).build());
    learn(secret, answer.arn());
    Optional<Secret> value =
        Optional.ofNullable(answer.secretString())
            .map(Secret::of)
            .or(
                () ->
                    Optional.ofNullable(answer.secretBinary())
                        .map(bytes -> Secret.of(bytes.asByteArrayUnsafe())));
    return value
        .<FetchResult>map(one -> new FetchResult.Found(new SecretVersion(answer.versionId()), one))
        .orElseGet(() -> new FetchResult.Missing(secret + ": its current version has no value"));
  }

  /** A deleted secret cannot be told from other refusals by the code alone. */
  private FetchResult explained(SecretRef secret, AwsFault.Refused refused) {
    if (!refused.code().equals("InvalidRequestException")) {
      return failed(refused);
    }
    try {
      return describe(secret).deletedDate() == null ? failed(refused) : deleted(secret);
    } catch (SdkException e) {
      return switch (access.fault(describing(secret), e)) {
        case AwsFault.Denied _ ->
            new FetchResult.Missing(
                secret
                    + ": it is scheduled for deletion, or cannot be read as it is: restore it, or"
                    + " allow secretsmanager:DescribeSecret on it to learn which");
        case AwsFault fault -> failed(fault);
      };
    }
  }

  @Override
  public VersionResult currentVersion(SecretRef secret) {
    try {
      DescribeSecretResponse answer = describe(secret);
      return answer.deletedDate() == null ? current(secret, answer) : deleted(secret);
    } catch (SdkException e) {
      return failed(access.fault(describing(secret), e));
    }
  }

  private DescribeSecretResponse describe(SecretRef secret) {
    DescribeSecretResponse answer =
        client(secret).describeSecret(request -> request.secretId(secret.name()));
    learn(secret, answer.arn());
    return answer;
  }

  private static VersionResult current(SecretRef secret, DescribeSecretResponse answer) {
    for (Map.Entry<String, List<String>> version : answer.versionIdsToStages().entrySet()) {
      if (version.getValue().contains(CURRENT)) {
        return new VersionResult.Current(new SecretVersion(version.getKey()));
      }
    }
    return new FetchResult.Missing(secret + ": it has no current version");
  }

  private static FetchResult.Failed deleted(SecretRef secret) {
    return new FetchResult.Missing(
        secret + ": it is scheduled for deletion: restore it, or bind another secret");
  }

  private static FetchResult.Failed failed(AwsFault fault) {
    return switch (fault) {
      case AwsFault.Throttled throttled ->
          new FetchResult.Throttled(throttled.reason(), throttled.retryAfter());
      case AwsFault.Denied denied -> new FetchResult.Denied(denied.reason());
      case AwsFault.Missing missing ->
          new FetchResult.Missing(missing.reason() + ", and that it has a value");
      case AwsFault.Refused refused -> new FetchResult.Unavailable(refused.reason());
      case AwsFault.Unavailable unavailable -> new FetchResult.Unavailable(unavailable.reason());
    };
  }

  private static AwsCall fetching(SecretRef secret) {
    return call(secret, "secretsmanager:GetSecretValue", true);
  }

  private static AwsCall describing(SecretRef secret) {
    return call(secret, "secretsmanager:DescribeSecret", false);
  }

  private static AwsCall call(SecretRef secret, String permission, boolean decrypts) {
    return new AwsCall(
        secret.toString(), "Secrets Manager", secret.location(), permission, decrypts);
  }

  private void learn(SecretRef secret, @Nullable String arn) {
    if (arn == null) {
      return;
    }
    try {
      identities.learn(secret, new SecretRef(secret.scheme(), secret.location(), arn));
    } catch (IllegalArgumentException _) {
      // What answers in the place of AWS may call its secrets what it likes.
    }
  }

  private SecretsManagerClient client(SecretRef secret) {
    if (secret.scheme() != SecretRef.Scheme.AWS_SM) {
      throw new IllegalArgumentException("not a secret of AWS Secrets Manager: " + secret);
    }
    return clients.computeIfAbsent(
        secret.location(), region -> access.client(SecretsManagerClient.builder(), region));
  }

  @Override
  public void close() {
    clients.values().forEach(SecretsManagerClient::close);
  }
}
