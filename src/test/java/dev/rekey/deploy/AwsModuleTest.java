package dev.rekey.deploy;

import static dev.rekey.deploy.AppliedAwsModule.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekey.testing.MotoServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The module is applied once, before all tests; the last one destroys it. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class AwsModuleTest {
  private static final int LAST = Integer.MAX_VALUE;
  private static final List<String> RULES =
      List.of(NAME + "-api-calls", NAME + "-label-updated", NAME + "-service-events");

  private AppliedAwsModule module;
  private JsonNode outputs;

  @BeforeAll
  void apply() {
    module = AppliedAwsModule.prepare();
    outputs = module.apply().outputs();
  }

  @AfterAll
  void close() {
    if (module != null) {
      module.close();
    }
  }

  @Test
  void exampleIsValid() {
    assertThat(module.validate()).contains("is valid");
  }

  @Test
  void moduleKeepsWhatItsOwnTestsSay() {
    assertThat(module.test()).contains("Success!").contains(" 0 failed");
  }

  @Test
  void outputsAreTheConfigurationOfTheWorker() {
    assertThat(output("rekey_yaml").asText())
        .isEqualTo(
            """
            rekey:
              events:
                sqs:
                  queues:
                    - url: %s
                      region: eu-west-1
            """
                .formatted(module.queue("")));
    assertThat(texts(output("secret_refs")))
        .containsExactly("aws-sm://eu-west-1/" + module.secretArn());
    assertThat(output("queue_url").asText()).isEqualTo(module.queue(""));
    assertThat(output("dead_letter_queue_url").asText()).isEqualTo(module.queue("-dead-letter"));
    assertThat(output("undelivered_queue_url").asText()).isEqualTo(module.queue("-undelivered"));
  }

  @Test
  void newsOfTheSecretArrivesAndNothingElse() {
    module.put(AwsEvents.foreign(module.secretArn()));
    module.put(AwsEvents.wanted(module.secretArn()));

    List<JsonNode> arrived = module.drain("");

    assertThat(arrived)
        .extracting(event -> event.at("/detail/mark").asText())
        .containsExactlyInAnyOrderElementsOf(
            AwsEvents.wanted(module.secretArn()).stream()
                .map(event -> Aws.json(event.get("Detail")).get("mark").asText())
                .toList());
    assertThat(arrived)
        .allSatisfy(
            event -> assertThat(event.get("source").asText()).isEqualTo("aws.secretsmanager"));
    assertThat(module.drain("-undelivered")).isEmpty();
  }

  @Test
  void messageReceivedTooOftenGoesToTheDeadLetterQueue() {
    module.put(AwsEvents.wanted(module.secretArn()).subList(0, 1));
    String queue = module.queue("");

    for (int receipt = 1; receipt <= 20; receipt++) {
      assertThat(
              module
                  .sqs()
                  .receiveMessage(
                      wanted -> wanted.queueUrl(queue).visibilityTimeout(0).waitTimeSeconds(0))
                  .messages())
          .as("receipt %d", receipt)
          .hasSize(1);
    }

    assertThat(module.drain("")).isEmpty();
    assertThat(module.drain("-dead-letter"))
        .singleElement()
        .satisfies(
            event -> assertThat(event.at("/detail/mark").asText()).isEqualTo("moved to current"));
  }

  @Test
  void queueWaitsKeepsAndRedrives() {
    Map<QueueAttributeName, String> queue = module.attributes("");

    assertThat(queue)
        .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "60")
        .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600")
        .containsEntry(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "20")
        .containsEntry(QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true");
    JsonNode redrive = Aws.json(queue.get(QueueAttributeName.REDRIVE_POLICY));
    assertThat(redrive.get("maxReceiveCount").asInt()).isEqualTo(20);
    assertThat(redrive.get("deadLetterTargetArn").asText())
        .isEqualTo(module.attributes("-dead-letter").get(QueueAttributeName.QUEUE_ARN));
  }

  @Test
  void queueTakesFromTheRulesAloneAndOverTlsAlone() {
    for (String queue : List.of("", "-undelivered")) {
      Map<QueueAttributeName, String> attributes = module.attributes(queue);
      JsonNode statements = Aws.json(attributes.get(QueueAttributeName.POLICY)).get("Statement");

      assertThat(statements).hasSize(2);
      JsonNode allow = statement(statements, "Allow");
      assertThat(allow.at("/Principal/Service").asText()).isEqualTo("events.amazonaws.com");
      assertThat(allow.get("Action").asText()).isEqualTo("sqs:SendMessage");
      assertThat(allow.get("Resource").asText())
          .isEqualTo(attributes.get(QueueAttributeName.QUEUE_ARN));
      assertThat(texts(allow.at("/Condition/ArnEquals/aws:SourceArn")))
          .containsExactlyInAnyOrderElementsOf(
              RULES.stream()
                  .map(
                      rule ->
                          "arn:aws:events:eu-west-1:%s:rule/%s".formatted(MotoServer.ACCOUNT, rule))
                  .toList());
      JsonNode deny = statement(statements, "Deny");
      assertThat(deny.get("Action").asText()).isEqualTo("sqs:*");
      assertThat(deny.at("/Condition/Bool/aws:SecureTransport").asText()).isEqualTo("false");
    }
  }

  @Test
  void eventsThatCannotBeDeliveredAreKept() {
    String queue = module.attributes("").get(QueueAttributeName.QUEUE_ARN);
    String undelivered = module.attributes("-undelivered").get(QueueAttributeName.QUEUE_ARN);

    for (String rule : RULES) {
      JsonNode targets = module.aws().events("ListTargetsByRule", Map.of("Rule", rule));

      assertThat(targets.get("Targets")).hasSize(1);
      JsonNode target = targets.at("/Targets/0");
      assertThat(target.get("Arn").asText()).isEqualTo(queue);
      assertThat(target.at("/DeadLetterConfig/Arn").asText()).isEqualTo(undelivered);
      assertThat(target.at("/RetryPolicy/MaximumEventAgeInSeconds").asInt()).isEqualTo(86400);
    }
  }

  @Test
  void workerMayReadItsQueueAndItsSecretsAndNothingElse() {
    String policy = output("policy_arn").asText();
    String queue = module.attributes("").get(QueueAttributeName.QUEUE_ARN);

    JsonNode statements = module.policy(policy).get("Statement");

    assertThat(statements).hasSize(2);
    assertThat(statements).allMatch(statement -> statement.get("Effect").asText().equals("Allow"));
    assertThat(texts(statements.at("/0/Action")))
        .containsExactlyInAnyOrder(
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:GetQueueAttributes");
    assertThat(texts(statements.at("/0/Resource"))).containsExactly(queue);
    assertThat(texts(statements.at("/1/Action")))
        .containsExactlyInAnyOrder(
            "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret");
    assertThat(texts(statements.at("/1/Resource"))).containsExactly(module.secretArn());
    assertThat(
            module.aws().iam("ListAttachedRolePolicies", Map.of("RoleName", AppliedAwsModule.ROLE)))
        .contains(policy);
  }

  @Test
  @Order(LAST)
  void destroyLeavesNothing() {
    module.destroy();

    assertThat(module.sqs().listQueues().queueUrls()).isEmpty();
    assertThat(module.aws().events("ListRules", Map.of()).get("Rules")).isEmpty();
    assertThat(module.aws().iam("ListPolicies", Map.of("Scope", "Local")))
        .contains("<ListPoliciesResponse")
        .doesNotContain(NAME);
    assertThat(module.outputs()).isEmpty();
  }

  private JsonNode output(String name) {
    return outputs.at("/" + name + "/value");
  }

  private static JsonNode statement(JsonNode statements, String effect) {
    return statements
        .valueStream()
        .filter(statement -> statement.get("Effect").asText().equals(effect))
        .findFirst()
        .orElseThrow();
  }

  /** One text, or a list of them: a policy may say the same in both ways. */
  private static List<String> texts(JsonNode value) {
    return (value.isArray() ? value.valueStream() : Stream.of(value))
        .map(JsonNode::asText)
        .toList();
  }
}
