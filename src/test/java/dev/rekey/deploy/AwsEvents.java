package dev.rekey.deploy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events of Secrets Manager as EventBridge gets them, with a mark by which a test knows each. */
final class AwsEvents {
  static final String SECRET = "prod/orders";

  private static final String OTHER = "stage/orders";
  private static final String SERVICE_EVENT = "AWS Service Event via CloudTrail";
  private static final String API_CALL = "AWS API Call via CloudTrail";

  private AwsEvents() {}

  /** What the worker must hear of. */
  static List<Map<String, String>> wanted(String secretArn) {
    return List.of(
        label("moved to current", "AWSCURRENT", SECRET),
        serviceEvent("rotated", "RotationSucceeded", secretArn),
        serviceEvent("not rotated", "RotationFailed", secretArn),
        serviceEvent("given up", "RotationAbandoned", secretArn),
        call("put by name", "PutSecretValue", SECRET),
        call("put by ARN", "PutSecretValue", secretArn),
        call("updated", "UpdateSecret", secretArn),
        call("moved", "UpdateSecretVersionStage", secretArn),
        call("deleted", "DeleteSecret", SECRET));
  }

  /** What is no news, or not of the secret. */
  static List<Map<String, String>> foreign(String secretArn) {
    var fromElsewhere = new HashMap<>(label("another service", "AWSCURRENT", SECRET));
    fromElsewhere.put("Source", "com.example.secrets");
    var failed = detail("not permitted", "PutSecretValue");
    failed.put("errorCode", "AccessDenied");
    failed.put("requestParameters", Map.of("secretId", SECRET));
    return List.of(
        fromElsewhere,
        entry(API_CALL, failed),
        label("a label of one's own", "BLUE", SECRET),
        label("another secret", "AWSCURRENT", OTHER),
        serviceEvent("only begun", "RotationStarted", secretArn),
        call("only begun, as a call", "RotateSecret", secretArn),
        call("only read", "GetSecretValue", secretArn),
        call("put into another secret", "PutSecretValue", OTHER));
  }

  private static Map<String, String> label(String mark, String label, String secret) {
    return entry(
        "Secret Label Updated",
        Map.of("mark", mark, "labelUpdated", label, "name", secret, "versionId", "v2"));
  }

  private static Map<String, String> serviceEvent(String mark, String name, String secretArn) {
    var detail = detail(mark, name);
    detail.put("eventType", "AwsServiceEvent");
    detail.put("additionalEventData", Map.of("SecretId", secretArn));
    return entry(SERVICE_EVENT, detail);
  }

  private static Map<String, String> call(String mark, String name, String secretId) {
    var detail = detail(mark, name);
    detail.put("eventType", "AwsApiCall");
    detail.put("requestParameters", Map.of("secretId", secretId));
    return entry(API_CALL, detail);
  }

  private static Map<String, Object> detail(String mark, String eventName) {
    return new HashMap<>(
        Map.of(
            "mark", mark,
            "eventSource", "secretsmanager.amazonaws.com",
            "eventName", eventName));
  }

  private static Map<String, String> entry(String detailType, Map<String, ?> detail) {
    return Map.of(
        "Source",
        "aws.secretsmanager",
        "DetailType",
        detailType,
        "Detail",
        Aws.text(detail),
        "EventBusName",
        "default");
  }
}
