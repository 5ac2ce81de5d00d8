package dev.rekey.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import dev.rekey.app.config.ConfigFiles;
import dev.rekey.app.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
  @TempDir private Path folder;

  @Test
  void helmHasNothingAgainstIt() {
    assertThat(new Helm(Chart.FOLDER).lint().strict().call().isFailed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "postgresql", "aws", "google", "kafka"})
  void kubernetesKnowsEverythingInIt(String values) throws IOException {
    Path manifests = folder.resolve("manifests.yaml");
    Files.writeString(manifests, Chart.rendered(values).manifests());

    KubernetesSchemas.check(manifests);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "postgresql", "aws", "google", "kafka"})
  void theWorkerTakesTheConfigurationThatItMakes(String values) throws IOException {
    Path yaml = folder.resolve("rekey.yaml");
    String mounted = Chart.rendered(values).rekeyYaml().replace("/etc/rekey", folder.toString());
    Files.writeString(yaml, mounted);
    mount("tls/tls.crt", "tls/tls.key", "tls/ca.crt");

    Settings settings = Settings.of(ConfigFiles.read(yaml));

    assertThat(settings.bindings().all()).hasSize(List.of("", "kafka").contains(values) ? 0 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "postgresql", "aws", "google", "kafka"})
  void podsSatisfyTheRestrictedProfile(String values) {
    Chart chart = Chart.rendered(values);

    Map<String, Object> pod = Chart.map(chart.pod(), "securityContext");
    assertThat(pod).containsEntry("runAsNonRoot", true);
    assertThat(pod).containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
    assertThat(Chart.map(chart.container(), "securityContext"))
        .containsEntry("allowPrivilegeEscalation", false)
        .containsEntry("readOnlyRootFilesystem", true)
        .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
    assertThat(chart.container())
        .containsKeys("startupProbe", "livenessProbe", "readinessProbe", "resources");
  }

  @Test
  void byDefaultThereIsOneWorkerWithAVolumeWhoseApiNobodyReaches() {
    Chart chart = Chart.rendered("");

    assertThat(chart.one("StatefulSet").toString()).contains("volumeClaimTemplates");
    assertThat(chart.find("Service", "-rekey")).isEmpty();
    assertThat(chart.find("Service", "-management")).isPresent();
    assertThat(chart.find("PodDisruptionBudget", "")).isEmpty();
    assertThat(chart.rekeyYaml()).contains("host: 127.0.0.1");
  }

  @Test
  void withPostgresqlThereAreSeveral() {
    Chart chart = Chart.rendered("postgresql");

    assertThat(Chart.map(chart.one("Deployment"), "spec")).containsEntry("replicas", 3);
    assertThat(chart.find("PodDisruptionBudget", "")).isPresent();
    assertThat(chart.find("Service", "-rekey")).isPresent();
    assertThat(chart.find("ServiceMonitor", "")).isPresent();
    assertThat(chart.one("PrometheusRule").toString())
        .contains("RekeyIsNotThere", "RekeyRotationRolledBack");
    assertThat(chart.one("NetworkPolicy").toString()).contains("Egress");
    assertThat(chart.container().get("image").toString()).endsWith("-jvm");
  }

  @ParameterizedTest
  @CsvSource({
    "aws, eks.amazonaws.com/role-arn, arn:aws:iam::111122223333:role/rekey-worker",
    "google, iam.gke.io/gcp-service-account, rekey@my-project.iam.gserviceaccount.com"
  })
  void cloudsKnowThePodByItsServiceAccount(String values, String annotation, String account) {
    Map<String, Object> made = Chart.rendered(values).one("ServiceAccount");

    assertThat(Chart.map(made, "metadata", "annotations")).containsEntry(annotation, account);
  }

  @Test
  void theLoginOfKafkaIsInNoConfigMap() {
    Chart chart = Chart.rendered("kafka");

    assertThat(chart.rekeyYaml())
        .contains("security.protocol: SASL_SSL", "sasl.jaas.config: ${SASL_JAAS_CONFIG}");
    assertThat(chart.container().get("env").toString())
        .contains("name=SASL_JAAS_CONFIG, valueFrom={secretKeyRef={name=rekey-kafka");
  }

  @Test
  void aPodGetsTheTimeThatDrainingTakes() {
    Chart chart = Chart.rendered(Map.of("drainSeconds", "45"));

    assertThat(chart.rekeyYaml()).contains("drain: 45s");
    assertThat(chart.pod()).containsEntry("terminationGracePeriodSeconds", 65);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicas=3 | replicas is 3, and store.kind is sqlite: a SQLite file has one worker.
          store.kind=postgresql | store.postgresql.url is empty
          store.kind=mysql | /store/kind
          replica=2 | replica
          masterKey.kind=environment | name the Secret that holds the keyset
          masterKey.kind=aws-kms | give masterKey.awsKms.region and masterKey.awsKms.keyId
          masterKey.kind=google-kms | give masterKey.googleKms.key
          api.tls.clientCertificates=true | without TLS nobody shows a certificate
          api.tls.secret=a api.allowPlaintext=true | choose one
          events.kafka.enabled=true | events.kafka.bootstrapServers is empty
          events.kafka.sasl.mechanism=PLAIN | name the Secret that holds sasl.jaas.config
          serviceAccount.create=false serviceAccount.google.serviceAccount=a@b | annotate your ServiceAccount
          store.kind=postgresql store.postgresql.url=jdbc:postgresql://a/b store.postgresql.password.secret=a | a pod's own file would be lost
          store.kind=postgresql store.postgresql.url=jdbc:postgresql://a/b store.postgresql.password.secret=a masterKey.kind=environment masterKey.environment.secret=a | clients is empty
          """)
  void whatCannotWorkIsRefusedWithASentence(String set, String sentence) {
    var values = new LinkedHashMap<String, String>();
    Arrays.stream(set.split(" ", -1)).forEach(each -> put(values, each));

    assertThatThrownBy(() -> Chart.rendered(values)).hasMessageContaining(sentence);
  }

  private static void put(Map<String, String> values, String assignment) {
    int equals = assignment.indexOf('=');
    values.put(assignment.substring(0, equals), assignment.substring(equals + 1));
  }

  private void mount(String... files) throws IOException {
    for (String file : files) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "");
    }
  }
}
