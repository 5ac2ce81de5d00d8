package dev.rekey.connector.bigquery;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.EngineArguments;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.google.GoogleNames;
import dev.rekey.connector.support.google.ServiceAccountKey;
import dev.rekey.secret.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a config says about a BigQuery data source. */
record BigquerySpec(
    String project,
    Optional<String> dataset,
    Optional<String> location,
    Optional<ServiceAccountKey> key) {
  static final String PROJECT = "BQ_PROJECT";
  static final String DATASET = "BQ_DATASET";
  static final String CREDENTIALS = "BQ_CREDENTIALS_BASE64";

  private static final String PATH = "BQ_CREDENTIALS_PATH";
  private static final Pattern DATASET_ID = Pattern.compile("[A-Za-z0-9_]{1,1024}");
  private static final Pattern LOCATION = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static BigquerySpec of(Map<String, Secret> config, URI tokenServer) {
    var reader = new ConfigReader(config);
    EngineArguments.of(reader, "ENGINE_ARGUMENTS", Set.of("arraysize", "list_tables_page_size"));
    reader.requiredText(PROJECT);
    Optional<ServiceAccountKey> key = ServiceAccountKey.of(reader, CREDENTIALS, tokenServer);
    if (key.isEmpty() && reader.text(PATH).isPresent()) {
      throw new InvalidConfigException(
          PATH, "names a file, which this worker does not read: put the key into " + CREDENTIALS);
    }
    return new BigquerySpec(
        reader.shaped(PROJECT, GoogleNames.PROJECT, "the id of a project").orElseThrow(),
        reader.shaped(DATASET, DATASET_ID, "the id of a dataset"),
        reader.shaped("BQ_LOCATION", LOCATION, "a location, such as EU"),
        key);
  }
}
