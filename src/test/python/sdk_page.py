"""The script of the SDK page over grpcio, with the channel that Chalk's Python client opens.

The stubs are made from what the server's reflection says. Prints one line for each step.
"""

import base64
import json
import os

import grpc
from google.protobuf import descriptor_pool, message_factory
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import (
    ProtoReflectionDescriptorDatabase,
)

RETRIES = {
    "methodConfig": [
        {
            "name": [{}],
            "retryPolicy": {
                "maxAttempts": 5,
                "initialBackoff": "0.1s",
                "maxBackoff": "1s",
                "backoffMultiplier": 2,
                "retryableStatusCodes": ["UNAVAILABLE"],
            },
        }
    ]
}
OPTIONS = [
    ("grpc.max_send_message_length", 100 * 1024 * 1024),
    ("grpc.max_receive_message_length", 100 * 1024 * 1024),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.max_pings_without_data", 0),
    ("grpc.service_config", json.dumps(RETRIES)),
]


class Service:
    """The methods of a service, by name, with the fields of their requests as arguments."""

    def __init__(self, channel, pool, name, metadata=()):
        self.channel, self.name, self.metadata = channel, name, metadata
        self.methods = pool.FindServiceByName(name).methods_by_name

    def __getattr__(self, name):
        method = self.methods[name]
        request = message_factory.GetMessageClass(method.input_type)
        response = message_factory.GetMessageClass(method.output_type)
        call = self.channel.unary_unary(
            f"/{self.name}/{name}",
            request_serializer=request.SerializeToString,
            response_deserializer=response.FromString,
        )
        return lambda **fields: call(request(**fields), metadata=self.metadata, timeout=30)


def literals(config):
    return {key: {"literal": value} for key, value in config.items()}


server = os.environ["CHALK_API_SERVER"].removeprefix("http://")
channel = grpc.insecure_channel(server, options=OPTIONS)
pool = descriptor_pool.DescriptorPool(ProtoReflectionDescriptorDatabase(channel))

token = Service(channel, pool, "chalk.server.v1.AuthService").GetToken(
    client_id=os.environ["CHALK_CLIENT_ID"],
    client_secret=os.environ["CHALK_CLIENT_SECRET"],
    grant_type="client_credentials",
)
assert token.expires_at.seconds > 0 and token.token_type == "Bearer"
assert token.primary_environment in token.environment_id_to_name
environment = os.environ["CHALK_ENVIRONMENT"]
datasources = Service(
    channel,
    pool,
    "chalk.server.v1.IntegrationsService",
    (
        ("authorization", f"Bearer {token.access_token}"),
        ("x-chalk-env-id", environment),
        ("x-chalk-server", "go-api"),
    ),
)
kinds = pool.FindEnumTypeByName("chalk.server.v1.IntegrationKind").values_by_name


def create(kind, name, config):
    created = datasources.InsertIntegration(
        name=name,
        integration_kind=kinds[f"INTEGRATION_KIND_{kind}"].number,
        config=literals(config),
    ).integration
    assert created.environment_id == environment
    assert created.created_at.seconds > 0 and created.updated_at.seconds > 0
    print("created", created.name)
    return created


print("listed", len(datasources.ListIntegrations().integrations))
with open("service-account-key.json", encoding="utf-8") as f:
    key = base64.b64encode(f.read().encode()).decode()
bigquery = create(
    "BIGQUERY",
    "my_bigquery_source",
    {
        "BQ_PROJECT": "my-gcp-project",
        "BQ_DATASET": "my_dataset",
        "BQ_CREDENTIALS_BASE64": key,
    },
)
snowflake = create(
    "SNOWFLAKE",
    "my_snowflake_source",
    {
        "SNOWFLAKE_USER": "admin",
        "SNOWFLAKE_PASSWORD": "secret",
        "SNOWFLAKE_ACCOUNT": "xy12345.us-east-1",
        "SNOWFLAKE_DATABASE": "PROD_DB",
        "SNOWFLAKE_WAREHOUSE": "COMPUTE_WH",
        "SNOWFLAKE_SCHEMA": "PUBLIC",
        "SNOWFLAKE_ROLE": "ANALYST_ROLE",
    },
)
postgresql = create(
    "POSTGRESQL",
    "my_postgres_source",
    {
        "PGHOST": "db.example.com",
        "PGPORT": "5432",
        "PGDATABASE": "mydb",
        "PGUSER": "admin",
        "PGPASSWORD": "secret",
    },
)

got = datasources.GetIntegration(integration_id=bigquery.id).integration_with_secrets
print("got", got.integration.name, sorted(each.name for each in got.secrets))
result = datasources.TestIntegration(integration_id=bigquery.id)
print("tested", result.success, bool(result.message))
updated = datasources.UpdateIntegration(
    integration_id=bigquery.id,
    name="my_updated_source",
    config=literals({"BQ_DATASET": "new_dataset"}),
).integration
print("updated", updated.name)
for each in (bigquery, snowflake, postgresql):
    datasources.DeleteIntegration(id=each.id)
print("left", len(datasources.ListIntegrations().integrations))
channel.close()
