package dev.rekey.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekey.testing.MotoServer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The example of the AWS module, applied to an emulated account of its own. */
final class AppliedAwsModule implements AutoCloseable {
  static final String NAME = "rekey-secret-events";
  static final String ROLE = "rekey-worker";

  private static final String EXAMPLE = "examples/complete";
  private static final Pattern POLICY =
      Pattern.compile("<Document>(.*)</Document>", Pattern.DOTALL);
  private static final StaticCredentialsProvider ANYONE =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));

  private final MotoServer moto;
  private final Terraform terraform;
  private final Aws aws;
  private final SqsClient sqs;
  private final String secretArn;

  private AppliedAwsModule(MotoServer moto, Terraform terraform) {
    this.moto = moto;
    this.terraform = terraform;
    this.aws = new Aws(moto.endpoint());
    this.sqs =
        SqsClient.builder()
            .endpointOverride(moto.endpoint())
            .region(Region.of(Aws.REGION))
            .credentialsProvider(ANYONE)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    this.secretArn = makeSecret(moto);
  }

  /** An account with a secret and a role, and the example ready to be applied to it. */
  static AppliedAwsModule prepare() {
    MotoServer moto = MotoServer.start();
    try {
      var environment =
          Map.of(
              "AWS_ENDPOINT_URL", moto.endpoint().toString(),
              "AWS_ACCESS_KEY_ID", "any",
              "AWS_SECRET_ACCESS_KEY", "any",
              "AWS_EC2_METADATA_DISABLED", "true",
              "AWS_CONFIG_FILE", "none",
              "AWS_SHARED_CREDENTIALS_FILE", "none");
      var terraform = Terraform.onCopyOf("aws", environment);
      terraform.init(EXAMPLE, "hashicorp/aws");
      return new AppliedAwsModule(moto, terraform);
    } catch (RuntimeException e) {
      moto.close();
      throw e;
    }
  }

  private static String makeSecret(MotoServer moto) {
    try (var secrets =
        SecretsManagerClient.builder()
            .endpointOverride(moto.endpoint())
            .region(Region.of(Aws.REGION))
            .credentialsProvider(ANYONE)
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      return secrets.createSecret(secret -> secret.name(AwsEvents.SECRET).secretString("{}")).arn();
    }
  }

  /** {@code terraform apply}. */
  AppliedAwsModule apply() {
    var _ =
        aws.iam(
            "CreateRole",
            Map.of(
                "RoleName",
                ROLE,
                "AssumeRolePolicyDocument",
                Aws.text(Map.of("Version", "2012-10-17", "Statement", List.of()))));
    change("apply");
    return this;
  }

  /** {@code terraform destroy}. */
  void destroy() {
    change("destroy");
  }

  private void change(String command) {
    var _ =
        terraform.run(
            EXAMPLE,
            command,
            "-no-color",
            "-input=false",
            "-auto-approve",
            "-var=region=" + Aws.REGION,
            "-var=secret_names=[\"" + AwsEvents.SECRET + "\"]",
            "-var=worker_role_names=[\"" + ROLE + "\"]");
  }

  /** {@code terraform validate} in the example, which takes the module in. */
  String validate() {
    return terraform.run(EXAMPLE, "validate", "-no-color");
  }

  /** {@code terraform test} of the module. */
  String test() {
    terraform.init("", "hashicorp/aws");
    return terraform.run("", "test", "-no-color");
  }

  Aws aws() {
    return aws;
  }

  SqsClient sqs() {
    return sqs;
  }

  String secretArn() {
    return secretArn;
  }

  /** What the example tells its user. */
  JsonNode outputs() {
    return Aws.json(terraform.run(EXAMPLE, "output", "-json"));
  }

  /** The URL of one of the queues, by the end of its name. */
  String queue(String suffix) {
    return sqs.getQueueUrl(wanted -> wanted.queueName(NAME + suffix)).queueUrl();
  }

  Map<QueueAttributeName, String> attributes(String suffix) {
    return sqs.getQueueAttributes(
            wanted -> wanted.queueUrl(queue(suffix)).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  /** Puts events on the default bus. */
  void put(List<Map<String, String>> events) {
    var _ = aws.events("PutEvents", Map.of("Entries", events));
  }

  /** Takes all messages out of one of the queues. */
  List<JsonNode> drain(String suffix) {
    var bodies = new ArrayList<JsonNode>();
    String url = queue(suffix);
    while (true) {
      List<Message> messages =
          sqs.receiveMessage(
                  wanted -> wanted.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(1))
              .messages();
      if (messages.isEmpty()) {
        return bodies;
      }
      for (Message message : messages) {
        bodies.add(Aws.json(message.body()));
        var _ =
            sqs.deleteMessage(done -> done.queueUrl(url).receiptHandle(message.receiptHandle()));
      }
    }
  }

  /** The document of an IAM policy. */
  JsonNode policy(String arn) {
    var parameters = new HashMap<>(Map.of("PolicyArn", arn, "VersionId", "v1"));
    var found = POLICY.matcher(aws.iam("GetPolicyVersion", parameters));
    if (!found.find()) {
      throw new IllegalStateException("No document of " + arn);
    }
    return Aws.json(URLDecoder.decode(found.group(1), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    sqs.close();
    terraform.close();
    moto.close();
  }
}
