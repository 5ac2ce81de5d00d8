package dev.rekey.testing;

import java.net.URI;
import java.util.UUID;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** A secret of AWS Secrets Manager as its owners see it, with the events that AWS would send. */
public final class AwsSecret implements AutoCloseable {
  private static final String ENVELOPE =
      """
      {"version":"0","id":"%s","detail-type":"%s","source":"aws.secretsmanager","account":"%s",\
      "time":"2026-11-24T03:00:00Z","region":"%s","resources":[%s],"detail":%s}""";

  private final SecretsManagerClient client;
  private final String region;
  private final String name;
  private final String arn;
  private String current;

  private AwsSecret(SecretsManagerClient client, String region, String name, String value) {
    this.client = client;
    this.region = region;
    this.name = name;
    var made = client.createSecret(request -> request.name(name).secretString(value));
    this.arn = made.arn();
    this.current = made.versionId();
  }

  /** Makes a secret. */
  public static AwsSecret create(URI endpoint, String region, String name, String value) {
    return new AwsSecret(
        AwsOwner.client(SecretsManagerClient.builder(), endpoint, region), region, name, value);
  }

  public String arn() {
    return arn;
  }

  /** The reference by name. */
  public String ref() {
    return "aws-sm://" + region + "/" + name;
  }

  /** Stores a value that is current at once; returns the event of the label. */
  public String put(String value) {
    current =
        client.putSecretValue(request -> request.secretId(arn).secretString(value)).versionId();
    return labelMoved(current);
  }

  /** Stores a value that is pending; returns the id of its version. */
  public String putPending(String value) {
    return client
        .putSecretValue(
            request ->
                request
                    .secretId(arn)
                    .clientRequestToken(UUID.randomUUID().toString())
                    .secretString(value)
                    .versionStages("AWSPENDING"))
        .versionId();
  }

  /** Makes a version current. */
  public void makeCurrent(String version) {
    client.updateSecretVersionStage(
        request ->
            request
                .secretId(arn)
                .versionStage("AWSCURRENT")
                .removeFromVersionId(current)
                .moveToVersionId(version));
    current = version;
  }

  public void delete() {
    client.deleteSecret(request -> request.secretId(arn).recoveryWindowInDays(7L));
  }

  public void restore() {
    client.restoreSecret(request -> request.secretId(arn));
  }

  /** Secrets Manager's own event, as it comes when a version gets the label AWSCURRENT. */
  public String labelMoved(String version) {
    return event(
        "Secret Label Updated",
        "\"" + arn + "\"",
        """
        {"name":"%s","labelUpdated":"AWSCURRENT","versionId":"%s"}"""
            .formatted(name, version));
  }

  /** What CloudTrail tells of PutSecretValue for a pending version. */
  public String pendingPut(String version) {
    return apiCall(
        "PutSecretValue",
        """
        {"secretId":"%s","clientRequestToken":"%s","versionStages":["AWSPENDING"]}"""
            .formatted(arn, version),
        """
        {"arn":"%s","name":"%s","versionId":"%s","versionStages":["AWSPENDING"]}"""
            .formatted(arn, name, version));
  }

  /** What CloudTrail tells of the move of the label. */
  public String labelMovedByCall(String version) {
    return apiCall(
        "UpdateSecretVersionStage",
        """
        {"secretId":"%s","versionStage":"AWSCURRENT","moveToVersionId":"%s"}"""
            .formatted(arn, version),
        """
        {"arn":"%s","name":"%s"}"""
            .formatted(arn, name));
  }

  /** What CloudTrail tells of a rotation, such as {@code RotationSucceeded}. Names no version. */
  public String rotation(String eventName) {
    return event(
        "AWS Service Event via CloudTrail",
        "",
        """
        {"eventType":"AwsServiceEvent","eventSource":"secretsmanager.amazonaws.com",\
        "eventName":"%s","requestParameters":null,"responseElements":null,\
        "requestID":"Rotation-%s-%s","additionalEventData":{"SecretId":"%s"}}"""
            .formatted(eventName, arn, UUID.randomUUID(), arn));
  }

  private String apiCall(String eventName, String request, String response) {
    return event(
        "AWS API Call via CloudTrail",
        "",
        """
        {"eventType":"AwsApiCall","eventSource":"secretsmanager.amazonaws.com",\
        "eventName":"%s","requestParameters":%s,"responseElements":%s}"""
            .formatted(eventName, request, response));
  }

  private String event(String detailType, String resources, String detail) {
    return ENVELOPE.formatted(
        UUID.randomUUID(), detailType, MotoServer.ACCOUNT, region, resources, detail);
  }

  @Override
  public void close() {
    client.close();
  }
}
