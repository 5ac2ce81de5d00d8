package dev.rekey.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientsTest {
  private static final Environment BLUE = new Environment("blue", "Blue");
  private static final Environment GREEN = new Environment("green", "Green");

  @Test
  void clientIsKnownByIdAndSecret() {
    Clients clients = new Clients(List.of(client("ci", "green", "blue")), List.of(BLUE, GREEN));

    assertThat(clients.authenticate("ci", "secret of ci")).contains(clients.find("ci").get());
  }

  @Test
  void wrongSecretUnknownClientAndEmptySecretAreAllNobody() {
    Clients clients = new Clients(List.of(client("ci", "blue")), List.of(BLUE));

    assertThat(clients.authenticate("ci", "secret of cj")).isEmpty();
    assertThat(clients.authenticate("ci", "")).isEmpty();
    assertThat(clients.authenticate("cj", "secret of ci")).isEmpty();
    assertThat(clients.authenticate("cj", "nobody")).isEmpty();
  }

  @Test
  void loginThatFailsCostsTheSameWhetherTheClientExistsOrNot() {
    ApiClient slow = hashed("slow", 200_000);
    Clients clients =
        new Clients(List.of(client("plain"), hashed("hashed", 100_000), slow), List.of());

    assertThat(List.of("plain", "hashed", "slow", "nobody"))
        .extracting(clients::digest)
        .extracting(digest -> digest.iterations() + clients.missing(digest))
        .containsOnly(200_000);
    assertThat(clients.authenticate("slow", "wrong")).isEmpty();
    assertThat(clients.authenticate("nobody", "wrong")).isEmpty();
  }

  private static ApiClient hashed(String id, int iterations) {
    String hash = "pbkdf2-sha256$%d$%s$%s=".formatted(iterations, "A".repeat(22), "A".repeat(43));
    return new ApiClient(id, SecretDigest.ofHash(hash), Set.of(), List.of());
  }

  @Test
  void environmentsOfAClientKeepItsOrder() {
    Clients clients = new Clients(List.of(client("ci", "green", "blue")), List.of(BLUE, GREEN));

    assertThat(clients.environmentsOf(clients.find("ci").get())).containsExactly(GREEN, BLUE);
  }

  @Test
  void twoClientsOfOneIdAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Clients(List.of(client("ci"), client("ci")), List.of()))
        .withMessage("there are two clients ci");
  }

  @Test
  void environmentThatDoesNotExistIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Clients(List.of(client("ci", "red")), List.of(BLUE)))
        .withMessage("client ci has the unknown environment red");
  }

  @Test
  void emptySecretIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> SecretDigest.of(""));
  }

  private static ApiClient client(String id, String... environments) {
    return new ApiClient(id, SecretDigest.of("secret of " + id), Set.of(), List.of(environments));
  }
}
