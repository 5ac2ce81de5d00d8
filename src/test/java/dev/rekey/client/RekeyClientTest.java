package dev.rekey.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.chalk.server.v1.IntegrationsServiceGrpc;
import com.chalk.server.v1.ListIntegrationsResponse;
import io.grpc.Status;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RekeyClientTest {
  @Test
  void everyCallCarriesTokenEnvironmentAndServer() {
    try (var api = listing();
        var client = api.client().build()) {
      client.datasources().list();

      FakeApi.Call call = api.calls().getFirst();
      assertThat(call.header("authorization")).isEqualTo("Bearer token-1");
      assertThat(call.header("x-chalk-env-id")).isEqualTo("production");
      assertThat(call.header("x-chalk-server")).isEqualTo("go-api");
    }
  }

  @Test
  void exchangeCarriesTheServerAndNeitherTokenNorEnvironment() {
    try (var api = listing();
        var client = api.client().build()) {
      client.datasources().list();

      FakeApi.Call exchange = api.lastExchange();
      assertThat(exchange.header("x-chalk-server")).isEqualTo("go-api");
      assertThat(exchange.has("authorization")).isFalse();
      assertThat(exchange.has("x-chalk-env-id")).isFalse();
    }
  }

  @Test
  void environmentIsTheServersSuggestionWhenNoneIsGiven() {
    try (var api = listing();
        var client =
            RekeyClient.builder()
                .apiServer(api.address())
                .clientId(FakeApi.ID)
                .clientSecret(FakeApi.SECRET)
                .build()) {
      client.datasources().list();

      assertThat(api.calls().getFirst().header("x-chalk-env-id")).isEqualTo("primary");
    }
  }

  @ParameterizedTest
  @CsvSource({"CHALK_ENVIRONMENT,''", "_CHALK_ACTIVE_ENVIRONMENT,_"})
  void variablesOfOtherClientsAreUnderstood(String environmentVariable, String prefix) {
    try (var api = listing();
        var client =
            RekeyClient.create(
                Map.of(
                    prefix + "CHALK_API_SERVER",
                    api.address(),
                    prefix + "CHALK_CLIENT_ID",
                    FakeApi.ID,
                    prefix + "CHALK_CLIENT_SECRET",
                    FakeApi.SECRET,
                    environmentVariable,
                    "staging"))) {
      client.datasources().list();

      assertThat(api.calls().getFirst().header("x-chalk-env-id")).isEqualTo("staging");
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> RekeyClient.create(Map.of("CHALK_CLIENT_ID", "x")))
        .withMessage(
            "credentials: missing api server (CHALK_API_SERVER), client secret (CHALK_CLIENT_SECRET)");
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, dev.rekey.client.NotFoundException",
    "INVALID_ARGUMENT, dev.rekey.client.InvalidArgumentException",
    "ALREADY_EXISTS, dev.rekey.client.AlreadyExistsException",
    "PERMISSION_DENIED, dev.rekey.client.PermissionDeniedException",
    "UNAUTHENTICATED, dev.rekey.client.UnauthenticatedException",
    "FAILED_PRECONDITION, dev.rekey.client.FailedPreconditionException",
    "UNAVAILABLE, dev.rekey.client.UnavailableException",
    "DEADLINE_EXCEEDED, dev.rekey.client.UnavailableException",
    "INTERNAL, dev.rekey.client.RekeyException",
  })
  void everyFailureHasItsException(Status.Code code, Class<? extends RekeyException> type) {
    try (var api =
            FakeApi.answering(
                IntegrationsServiceGrpc.getListIntegrationsMethod(),
                request -> {
                  throw Status.fromCode(code).withDescription("name: is odd").asRuntimeException();
                });
        var client = api.client().build()) {
      assertThatThrownBy(() -> client.datasources().list())
          .isExactlyInstanceOf(type)
          .hasMessage(code + ": name: is odd");
    }
  }

  @Test
  void serverThatIsNotThereIsUnavailable() {
    FakeApi gone = FakeApi.start();
    RekeyClient.Builder builder = gone.client();
    gone.close();
    try (var client = builder.build()) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> client.datasources().list());
    }
  }

  @Test
  void noTextOfTheClientHoldsASecret() {
    try (var api = listing();
        var client = api.client().build()) {
      String texts =
          client
              + " "
              + new Credentials(FakeApi.ID, FakeApi.SECRET)
              + " "
              + new Token(FakeApi.SECRET, Instant.EPOCH, Optional.empty())
              + " "
              + new ConfigKey("PGHOST", FakeApi.SECRET, Instant.EPOCH);

      assertThat(texts).doesNotContain(FakeApi.SECRET).contains(FakeApi.ID, "PGHOST");
    }
  }

  private static FakeApi listing() {
    return FakeApi.answering(
        IntegrationsServiceGrpc.getListIntegrationsMethod(),
        request -> ListIntegrationsResponse.getDefaultInstance());
  }
}
