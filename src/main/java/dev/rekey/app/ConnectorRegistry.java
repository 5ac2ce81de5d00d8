package dev.rekey.app;

import com.google.api.gax.core.CredentialsProvider;
import dev.rekey.app.config.ConnectorSettings;
import dev.rekey.connector.Connector;
import dev.rekey.connector.athena.AthenaConnector;
import dev.rekey.connector.bigquery.BigqueryConnector;
import dev.rekey.connector.clickhouse.ClickhouseConnector;
import dev.rekey.connector.databricks.DatabricksConnector;
import dev.rekey.connector.dynamodb.DynamodbConnector;
import dev.rekey.connector.kafka.KafkaConnector;
import dev.rekey.connector.kinesis.KinesisConnector;
import dev.rekey.connector.mssql.ManagedIdentity;
import dev.rekey.connector.mssql.MssqlConnector;
import dev.rekey.connector.mysql.MysqlConnector;
import dev.rekey.connector.postgresql.PostgresqlConnector;
import dev.rekey.connector.pubsub.PubsubConnector;
import dev.rekey.connector.redshift.RedshiftConnector;
import dev.rekey.connector.snowflake.SnowflakeConnector;
import dev.rekey.connector.spanner.SpannerConnector;
import dev.rekey.connector.support.AwsTokens;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.TrustFolder;
import dev.rekey.connector.support.aws.AwsAmbient;
import dev.rekey.connector.support.aws.SignedTokens;
import dev.rekey.connector.support.google.GoogleAmbient;
import dev.rekey.connector.trino.TrinoConnector;
import dev.rekey.datasource.Connectors;
import dev.rekey.datasource.Kind;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The connector of each kind. Nothing is loaded or called before a data source is tested. */
final class ConnectorRegistry implements Connectors {
  private final Map<Kind, Connector> connectors = new EnumMap<>(Kind.class);

  /**
   * @param aws the worker's own credentials, as are those of Google
   */
  ConnectorRegistry(
      ConnectorSettings settings,
      AwsCredentialsProvider aws,
      CredentialsProvider google,
      InstantSource clock) {
    Egress egress =
        new Egress(InetAddress::getAllByName, settings.privateNetworks(), settings.loopback());
    var ofAws = new AwsAmbient(aws, region(), settings.aws());
    var ofGoogle = new GoogleAmbient(google, GoogleAmbient.TOKEN_SERVER);
    AwsTokens tokens = new SignedTokens(egress, ofAws, clock);
    for (Kind kind : Kind.values()) {
      connectors.put(kind, make(kind, settings, egress, ofAws, ofGoogle, tokens, clock));
    }
  }

  private static Connector make(
      Kind kind,
      ConnectorSettings settings,
      Egress egress,
      AwsAmbient aws,
      GoogleAmbient google,
      AwsTokens tokens,
      InstantSource clock) {
    return switch (kind) {
      case ATHENA -> new AthenaConnector(egress, aws, Thread::sleep);
      case BIGQUERY -> new BigqueryConnector(egress, google, settings.bigquery());
      case CLICKHOUSE -> new ClickhouseConnector(egress);
      case DATABRICKS -> new DatabricksConnector(egress);
      case DYNAMODB -> new DynamodbConnector(egress, aws);
      case KAFKA -> new KafkaConnector(egress, tokens, new TrustFolder(settings.trustFolder()));
      case KINESIS -> new KinesisConnector(egress, aws, clock);
      case MSSQL ->
          new MssqlConnector(egress, settings.azureLogin(), ManagedIdentity.of(System.getenv()));
      case MYSQL -> new MysqlConnector(egress);
      case POSTGRESQL -> new PostgresqlConnector(egress, tokens);
      case PUBSUB -> new PubsubConnector(egress, google, settings.pubsub());
      case REDSHIFT -> new RedshiftConnector(egress);
      case SNOWFLAKE -> new SnowflakeConnector(egress, settings.snowflake(), clock);
      case SPANNER -> new SpannerConnector(egress, google, settings.spanner());
      case TRINO -> new TrinoConnector(egress);
    };
  }

  /** The region of the machine, where a config names none. */
  private static Optional<String> region() {
    return Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
        .map(System::getenv)
        .filter(region -> region != null && !region.isBlank())
        .findFirst();
  }

  @Override
  public Connector of(Kind kind) {
    return connectors.get(kind);
  }
}
