package dev.rekey.secret.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.aws.AwsAccess;
import dev.rekey.aws.AwsDeadlines;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.testing.AwsGateway;
import dev.rekey.testing.IamUsers;
import dev.rekey.testing.MotoServer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Who gets in where signatures and policies are checked. */
class AwsSecretStoreAuthTest {
  @Test
  void credentialsAndPoliciesDecide() {
    try (var server = MotoServer.start();
        var gateway = AwsGateway.before(server)) {
      var users = new IamUsers(server);
      IamUsers.Key reader = users.allowed("reader", "secretsmanager:GetSecretValue");
      IamUsers.Key stranger = users.allowed("stranger", "sqs:ReceiveMessage");
      try (var access = access(gateway, credentials("any", "any"));
          var admin = access.client(SecretsManagerClient.builder(), SecretsScene.REGION)) {
        admin.createSecret(secret -> secret.name("db").secretString("p1"));
      }
      server.requireAuth();

      assertThat(fetch(gateway, credentials(reader.id(), reader.secret())))
          .isInstanceOf(FetchResult.Found.class);
      assertThat(fetch(gateway, credentials(reader.id(), "wrong")))
          .isInstanceOf(FetchResult.Denied.class);
      assertThat(fetch(gateway, credentials("AKIANOBODY", "any")))
          .isInstanceOf(FetchResult.Denied.class);
      assertThat(fetch(gateway, credentials(stranger.id(), stranger.secret())))
          .isInstanceOfSatisfying(
              FetchResult.Denied.class,
              denied ->
                  assertThat(denied.reason())
                      .startsWith(
                          "aws-sm://eu-west-1/db: allow secretsmanager:GetSecretValue on it"));
    }
  }

  private static FetchResult fetch(AwsGateway gateway, AwsCredentials credentials) {
    try (var access = access(gateway, credentials);
        var store = new AwsSecretStore(access, new SecretIdentities())) {
      return store.fetch(SecretsScene.ref("db"));
    }
  }

  private static AwsAccess access(AwsGateway gateway, AwsCredentials credentials) {
    return new AwsAccess(
        Optional.of(gateway.endpoint()),
        Optional.empty(),
        AwsDeadlines.PROMPT,
        StaticCredentialsProvider.create(credentials));
  }

  private static AwsCredentials credentials(String id, String secret) {
    return AwsBasicCredentials.create(id, secret);
  }
}
