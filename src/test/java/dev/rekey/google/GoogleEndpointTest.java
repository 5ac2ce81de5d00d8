package dev.rekey.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleEndpointTest {
  @Test
  void schemeDecidesAboutTls() {
    assertThat(GoogleEndpoint.of(URI.create("http://127.0.0.1:8085")))
        .isEqualTo(new GoogleEndpoint("127.0.0.1:8085", true));
    assertThat(GoogleEndpoint.of(URI.create("https://psc.example:8443/")))
        .isEqualTo(new GoogleEndpoint("psc.example:8443", false));
    assertThat(GoogleEndpoint.of(URI.create("https://psc.example")))
        .isEqualTo(GoogleEndpoint.host("psc.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:8085",
        "ftp://host:1",
        "http://host",
        "https:///path",
        "https://host/path",
        "https://user@host",
        "https://host?a=b",
        "https://host#a"
      })
  void otherUrisAreNoEndpoints(String uri) {
    assertThatThrownBy(() -> GoogleEndpoint.of(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
