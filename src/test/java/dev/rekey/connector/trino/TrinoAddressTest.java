package dev.rekey.connector.trino;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrinoAddressTest {
  @ParameterizedTest
  @CsvSource({
    "http://trino.example:8080/v1/statement, http://trino.example:8080/v1/statement/queued/1",
    "https://trino.example:443/v1/statement, https://Trino.example/v1/statement/queued/1",
    "http://trino.example:80/v1/statement, http://trino.example/v1/statement/queued/1",
    "https://[::1]:8443/v1/statement, https://[::1]:8443/v1/statement/executing/1"
  })
  void sameServerIsFollowed(String asked, String next) {
    assertThat(TrinoAddress.following(next, URI.create(asked))).contains(URI.create(next));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://trino.example:8443/v1/statement/queued/1",
        "https://trino.example/v1/statement/queued/1",
        "https://trino.example:8444/v1/statement/queued/1",
        "https://other.example:8443/v1/statement/queued/1",
        "https://trino.example:8443@169.254.169.254/",
        "https://user@trino.example:8443/v1/statement/queued/1",
        "file:///etc/passwd",
        "/v1/statement/queued/1",
        "not a url",
        ""
      })
  void anyOtherIsNot(String next) {
    assertThat(TrinoAddress.following(next, URI.create("https://trino.example:8443/v1/statement")))
        .isEmpty();
  }
}
