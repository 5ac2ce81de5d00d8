package dev.rekey.it;

import java.util.List;
import java.util.Map;

/**
 * A call of every rpc, where secret values are about that hold the canary.
 *
 * @param rpc such as {@code rekey.v1.AdminService/WhoAmI}
 * @param body as JSON; {@code $name} stands for an id
 * @param discloses whether a value is what it is asked for
 */
record CanaryCalls(String rpc, String body, boolean discloses) {
  private static final String INTEGRATIONS = "chalk.server.v1.IntegrationsService/";
  private static final String SECRETS = "chalk.server.v1.EnvironmentSecretsService/";
  private static final String TEAM = "chalk.server.v1.TeamService/";
  private static final String ROTATIONS = "rekey.v1.RotationsService/";
  private static final String BINDINGS = "rekey.v1.BindingsService/";
  private static final String SWEEPS = "rekey.v1.SweepsService/";
  private static final String NOTIFICATIONS = "rekey.v1.NotificationsService/";
  private static final String ADMIN = "rekey.v1.AdminService/";

  /** What deletes comes last. */
  static final List<CanaryCalls> ALL =
      List.of(
          of(
              "chalk.server.v1.AuthService/GetToken",
              "{'clientId': 'somebody', 'clientSecret': 'canary-4b1d'}"),
          of(
              INTEGRATIONS + "InsertIntegration",
              """
              {'name': 'canary_inserted', 'integrationKind': 'INTEGRATION_KIND_POSTGRESQL',
               'config': {'PGHOST': {'literal': '127.0.0.1'}, 'PGPORT': {'literal': '1'},
                 'PGDATABASE': {'literal': 'd'}, 'PGUSER': {'literal': 'u'},
                 'PGPASSWORD': {'literal': 'canary-4b1d'}}}\
              """),
          of(
              INTEGRATIONS + "UpdateIntegration",
              """
              {'integrationId': '$source', 'config': {'PGPASSWORD': {'literal': 'canary-4b1d'},
                 'UNKNOWN_TOKEN': {'literal': 'canary-4b1d'}}}\
              """),
          of(
              INTEGRATIONS + "TestIntegration",
              """
              {'integrationId': '$source', 'config': {'PGPASSWORD': {'literal': 'canary-4b1d'},
                 'PGHOST': {'literal': '127.0.0.1'}, 'PGPORT': {'literal': '1'}}}\
              """),
          of(INTEGRATIONS + "ListIntegrations", "{}"),
          of(INTEGRATIONS + "GetIntegration", "{'integrationId': '$source'}"),
          of(INTEGRATIONS + "GetIntegrationByName", "{'integrationName': '$sourceName'}"),
          disclosing(
              INTEGRATIONS + "GetIntegrationValue",
              "{'integrationId': '$source', 'secretName': 'PGPASSWORD'}"),
          disclosing(INTEGRATIONS + "ListIntegrationsAndSecrets", "{'decrypt': true}"),
          of(INTEGRATIONS + "ListIntegrationsAndSecrets", "{}"),
          of(
              INTEGRATIONS + "ListSnowflakeNamedStages",
              """
              {'config': {'SNOWFLAKE_ACCOUNT_ID': {'literal': 'canary/../canary-4b1d'},
                 'SNOWFLAKE_USER': {'literal': 'u'},
                 'SNOWFLAKE_PASSWORD': {'literal': 'canary-4b1d'}}}\
              """),
          of(
              INTEGRATIONS + "UpsertDatasourcePermissionTag",
              """
              {'kind': 'INTEGRATION_KIND_POSTGRESQL', 'name': '$sourceName',
               'permissionTags': ['pii']}\
              """),
          of(INTEGRATIONS + "ListDatasourcePermissionTags", "{}"),
          of(
              INTEGRATIONS + "GetDatasourcePermissionTag",
              "{'kind': 'INTEGRATION_KIND_POSTGRESQL', 'name': '$sourceName'}"),
          of(
              INTEGRATIONS + "DeleteDatasourcePermissionTag",
              "{'kind': 'INTEGRATION_KIND_POSTGRESQL', 'name': '$sourceName'}"),
          of(
              SECRETS + "UpsertSecret",
              "{'name': 'CANARY_SECRET', 'config': {'literal': 'canary-4b1d'}}"),
          of(SECRETS + "ListSecrets", "{'includeScoped': true}"),
          disclosing(SECRETS + "GetSecretValue", "{'id': '$secret'}"),
          disclosing(SECRETS + "GetAllSecretValues", "{}"),
          of(TEAM + "GetEnv", "{}"),
          of(TEAM + "GetEnvironments", "{}"),
          of(ROTATIONS + "PlanRotation", "{'secret': 'dir://canary-login'}"),
          of(ROTATIONS + "TriggerRotation", "{'secret': 'dir://canary-login'}"),
          of(ROTATIONS + "ListRotations", "{}"),
          of(ROTATIONS + "GetRotation", "{'id': '$rotation'}"),
          of(ROTATIONS + "ReplayRotation", "{'id': '$rotation'}"),
          // It streams, so that Connect's unary calls have it not; see the client's in CanaryIT.
          of(ROTATIONS + "WatchRotations", "{'includeOpen': true}"),
          of(ROTATIONS + "ListBindings", "{}"),
          of(ROTATIONS + "ListQuarantine", "{}"),
          of(ROTATIONS + "ReplayEvent", "{'id': '$event'}"),
          of(ROTATIONS + "DropEvent", "{'id': '$event'}"),
          of(ROTATIONS + "ListAuditEntries", "{}"),
          of(
              BINDINGS + "CheckBinding",
              "{'binding': {'secret': 'dir://canary-login', 'dataSource': 'canary', 'keys':"
                  + " {'PGHOST': 'canary-4b1d'}}}"),
          of(
              BINDINGS + "ApplyBinding",
              "{'binding': {'secret': 'dir://canary-login', 'dataSource': 'canary_inserted'}}"),
          of(
              BINDINGS + "DeleteBinding",
              "{'secret': 'dir://canary-login', 'dataSource': 'canary_inserted'}"),
          of(SWEEPS + "RunSweep", "{'kind': 'SWEEP_KIND_HEALTH'}"),
          of(SWEEPS + "GetSweepStatus", "{}"),
          of(SWEEPS + "ListDataSourceHealth", "{}"),
          of(SWEEPS + "SetFreeze", "{'frozen': false}"),
          of(SWEEPS + "GetFreeze", "{}"),
          of(NOTIFICATIONS + "ListNotifications", "{}"),
          of(NOTIFICATIONS + "ListNotificationEndpoints", "{}"),
          of(NOTIFICATIONS + "ReplayNotification", "{'number': 1}"),
          of(ADMIN + "WhoAmI", "{}"),
          of(ADMIN + "ListCalls", "{'pageSize': 1000}"),
          of(ADMIN + "RotateKeys", "{}"),
          of(ADMIN + "GetKeyRotation", "{}"),
          of(ADMIN + "Diagnose", "{}"),
          of(SECRETS + "DeleteSecret", "{'name': 'CANARY_SECRET'}"),
          of(INTEGRATIONS + "DeleteIntegration", "{'id': '$inserted'}"));

  private static CanaryCalls of(String rpc, String body) {
    return new CanaryCalls(rpc, body.replace('\'', '"'), false);
  }

  private static CanaryCalls disclosing(String rpc, String body) {
    return new CanaryCalls(rpc, body.replace('\'', '"'), true);
  }

  /** The body with ids in place of their names. */
  String body(Map<String, String> ids) {
    String text = body;
    // The longest name first: one is the beginning of another.
    for (String name : ids.keySet().stream().sorted((a, b) -> b.length() - a.length()).toList()) {
      text = text.replace("$" + name, ids.get(name));
    }
    return text;
  }
}
