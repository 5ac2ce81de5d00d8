package dev.rekey.cli.declare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rekey.cli.console.Problem;
import dev.rekey.client.BindingSpec;
import dev.rekey.client.BindingTerms;
import dev.rekey.client.BindingTerms.FailureAction;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

class DeclaredFileTest {
  private static final String CANARY = "canary-77c1";

  @Test
  void aBindingIsReadWithAllThatItSays() {
    DeclaredFile file =
        DeclaredFile.parse(
            """
            bindings:
              - secret: aws-sm://eu-west-1/prod/orders
                dataSource: orders
                keys: {PGPASSWORD: /password, PGUSER: ""}
                preflight: true
                settleWindow: 3s
                onFailure: {previousWorks: keep, unreachable: roll-back}
              - {secret: "dir://shop", dataSource: shop}
            """);

    assertThat(file.bindings())
        .containsExactly(
            new BindingSpec(
                "aws-sm://eu-west-1/prod/orders",
                "orders",
                Map.of("PGPASSWORD", "/password", "PGUSER", ""),
                new BindingTerms(
                    Optional.of(Duration.ofSeconds(3)),
                    true,
                    FailureAction.KEEP,
                    FailureAction.KEEP,
                    FailureAction.ROLL_BACK)),
            new BindingSpec("dir://shop", "shop"));
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    DeclaredFile file =
        DeclaredFile.parse(
            """
            dataSources:
              - {name: shop, kind: postgresql, config: {PGHOST: db, PGPASSWORD: {secretId: s-1}}}
            bindings:
              - secret: dir://shop
                dataSource: shop
                keys: {PGUSER: /user}
                settleWindow: 1m
                onFailure: {previousRefused: roll-back}
            """);

    assertThat(DeclaredFile.parse(new Yaml().dump(file.tree()))).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          - {secret: 'dir://a'}                                       | line 2: bindings[0].dataSource: is missing
          - {secret: 'dir://a', dataSource: a, key: {A: /a}}          | line 2: bindings[0].key: is not known here
          - {secret: 'dir://a', dataSource: a, preflight: yes}        | line 2: bindings[0].preflight: must be true or false
          - {secret: 'dir://a', dataSource: a, settleWindow: 3}       | line 2: bindings[0].settleWindow: must be a time such as 500ms, 3s or 1m
          - {secret: 'dir://a', dataSource: a, keys: [A]}             | line 2: bindings[0].keys: must have fields
          - {secret: 'dir://a', dataSource: a, onFailure: {previousWorks: park}} | line 2: bindings[0].onFailure.previousWorks: must be one of roll-back, keep
          """)
  void whatIsWrongIsNamedWithItsLine(String binding, String message) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> DeclaredFile.parse("bindings:\n  " + binding))
        .withMessageStartingWith(message);
  }

  @Test
  void theLineIsThatOfThePlaceAlsoFarDown() {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(
            () ->
                DeclaredFile.parse(
                    """
                    dataSources:
                      - name: a
                        kind: POSTGRESQL
                        config: {PGHOST: db}
                      - name: b
                        kind: POSTGRESQL
                        config:
                          PGHOST: db
                          PGPASSWORD: %s
                    """
                        .formatted(CANARY)))
        .withMessageStartingWith("line 9: dataSources[1].config.PGPASSWORD: is a secret")
        .withMessageContainingAll("env", "file", "secretId", "bind")
        .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain(CANARY));
  }

  @Test
  void oneBindingTwiceIsRefused() {
    String binding = "  - {secret: 'dir://a', dataSource: a}\n";

    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> DeclaredFile.parse("bindings:\n" + binding + binding))
        .withMessage("line 3: bindings[1]: binds a to dir://a again");
  }

  @Test
  void aFileMayBeJson() {
    DeclaredFile file =
        DeclaredFile.parse("{\"bindings\": [{\"secret\": \"dir://a\", \"dataSource\": \"a\"}]}");

    assertThat(file.bindings()).containsExactly(new BindingSpec("dir://a", "a"));
  }
}
