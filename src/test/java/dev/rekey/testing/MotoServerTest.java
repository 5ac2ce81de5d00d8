package dev.rekey.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

class MotoServerTest {
  @Test
  void secretMadeIsReadBackUntilTheReset() {
    try (var server = MotoServer.start();
        var secrets = client(server)) {
      secrets.createSecret(secret -> secret.name("prod/orders").secretString("s3cret"));

      assertThat(secrets.getSecretValue(wanted -> wanted.secretId("prod/orders")).secretString())
          .isEqualTo("s3cret");

      server.reset();

      assertThatThrownBy(() -> secrets.getSecretValue(wanted -> wanted.secretId("prod/orders")))
          .isInstanceOf(ResourceNotFoundException.class);
    }
  }

  @Test
  void unknownKeyIsRefusedOnceAuthIsRequired() {
    try (var server = MotoServer.start();
        var secrets = client(server)) {
      server.requireAuth();

      assertThatThrownBy(() -> secrets.listSecrets(_ -> {}))
          .isInstanceOfSatisfying(
              SecretsManagerException.class,
              refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
    }
  }

  private static SecretsManagerClient client(MotoServer server) {
    return SecretsManagerClient.builder()
        .endpointOverride(server.endpoint())
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }
}
