package dev.rekey.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

class AwsGatewayTest {
  private final AwsGateway gateway = AwsGateway.before(MotoServer.shared());
  private final SqsClient sqs =
      SqsClient.builder()
          .endpointOverride(gateway.endpoint())
          .region(Region.EU_WEST_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
          .httpClient(UrlConnectionHttpClient.create())
          .build();

  @AfterEach
  void close() {
    sqs.close();
    gateway.close();
  }

  @Test
  void longPollIsCarriedWhileOthersAre() throws ExecutionException, InterruptedException {
    String queue = sqs.createQueue(q -> q.queueName("q-" + UUID.randomUUID())).queueUrl();
    var poll =
        new FutureTask<>(() -> sqs.receiveMessage(r -> r.queueUrl(queue).waitTimeSeconds(20)));
    Thread.ofVirtual().start(poll);
    await().until(() -> gateway.count("ReceiveMessage") == 1);

    sqs.sendMessage(m -> m.queueUrl(queue).messageBody("news ä"));

    ReceiveMessageResponse received = poll.get();
    assertThat(received.messages()).extracting("body").containsExactly("news ä");
    assertThat(gateway.count("SendMessage")).isEqualTo(1);
  }

  @Test
  void operationFailsUntilItIsMended() {
    String name = "q-" + UUID.randomUUID();
    gateway.failing("CreateQueue", AwsError.of(403, "AccessDeniedException"));

    assertThatThrownBy(() -> sqs.createQueue(q -> q.queueName(name)))
        .isInstanceOfSatisfying(
            SqsException.class,
            refusal -> {
              assertThat(refusal.statusCode()).isEqualTo(403);
              assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            });

    gateway.mend();

    assertThat(sqs.createQueue(q -> q.queueName(name)).queueUrl()).endsWith(name);
    assertThat(gateway.count("CreateQueue")).isEqualTo(2);
  }
}
