package dev.rekey.secret.aws;

import dev.rekey.aws.AwsAccess;
import dev.rekey.aws.AwsDeadlines;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import dev.rekey.testing.AwsGateway;
import dev.rekey.testing.MotoServer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;

/** A store before moto's Secrets Manager, one secret of its own, and an administrator. */
final class SecretsScene implements AutoCloseable {
  static final String REGION = "eu-west-1";
  static final AwsCredentialsProvider ANYBODY =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));
  private static final AwsDeadlines SHORT =
      new AwsDeadlines(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final AwsGateway gateway = AwsGateway.before(MotoServer.shared());
  private final SecretIdentities identities = new SecretIdentities();
  private final String name = "prod/db-" + UUID.randomUUID();
  private final AwsAccess access;
  private final AwsSecretStore store;
  private final AwsAccess adminAccess = access(MotoServer.shared().endpoint(), AwsDeadlines.PROMPT);
  private final SecretsManagerClient admin =
      adminAccess.client(SecretsManagerClient.builder(), REGION);
  private String arn = "";

  /** With the store behind the gateway. */
  SecretsScene() {
    this.access = access(gateway.endpoint(), AwsDeadlines.PROMPT);
    this.store = new AwsSecretStore(access, identities);
  }

  /** With the store somewhere else, and little patience. */
  SecretsScene(URI endpoint) {
    this(endpoint, SHORT);
  }

  private SecretsScene(URI endpoint, AwsDeadlines deadlines) {
    this.access = access(endpoint, deadlines);
    this.store = new AwsSecretStore(access, identities);
  }

  /** With the store somewhere else. */
  static SecretsScene patient(URI endpoint) {
    return new SecretsScene(endpoint, AwsDeadlines.PROMPT);
  }

  private static AwsAccess access(URI endpoint, AwsDeadlines deadlines) {
    return new AwsAccess(Optional.of(endpoint), Optional.empty(), deadlines, ANYBODY);
  }

  AwsGateway gateway() {
    return gateway;
  }

  AwsSecretStore store() {
    return store;
  }

  SecretIdentities identities() {
    return identities;
  }

  SecretsManagerClient admin() {
    return admin;
  }

  String name() {
    return name;
  }

  /** The ARN, once there is a value. */
  String arn() {
    return arn;
  }

  SecretRef byName() {
    return ref(name);
  }

  static SecretRef ref(String nameOrArn) {
    return new SecretRef(SecretRef.Scheme.AWS_SM, REGION, nameOrArn);
  }

  /** Makes this the current value; returns its version. */
  String put(byte[] value) {
    return put(request -> request.secretBinary(SdkBytes.fromByteArray(value)));
  }

  /** As text. */
  String put(String value) {
    return put(request -> request.secretString(value));
  }

  /** Adds a version that a rotation has still to test; returns it. */
  String putPending(String value) {
    return put(request -> request.secretString(value).versionStages("AWSPENDING"));
  }

  private String put(Consumer<PutSecretValueRequest.Builder> version) {
    if (arn.isEmpty()) {
      arn = admin.createSecret(secret -> secret.name(name)).arn();
    }
    var request = PutSecretValueRequest.builder().secretId(name);
    version.accept(request);
    return admin.putSecretValue(request.build()).versionId();
  }

  /** Moves the label of the current version, as the last step of a rotation does. */
  void finishRotation(String from, String to) {
    admin.updateSecretVersionStage(
        request ->
            request
                .secretId(name)
                .versionStage("AWSCURRENT")
                .removeFromVersionId(from)
                .moveToVersionId(to));
  }

  @Override
  public void close() {
    store.close();
    access.close();
    admin.close();
    adminAccess.close();
    gateway.close();
  }
}
