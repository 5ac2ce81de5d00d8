package dev.rekey.api.access;

import static dev.rekey.api.access.Permission.ROTATIONS_READ;
import static dev.rekey.api.access.Permission.ROTATIONS_WRITE;
import static dev.rekey.api.access.Permission.SECRETS_DECRYPT;
import static dev.rekey.api.access.Permission.SECRETS_LIST;
import static dev.rekey.api.access.Permission.SECRETS_WRITE;
import static dev.rekey.api.access.Permission.WORKER_ADMIN;

import com.chalk.server.v1.AuthServiceGrpc;
import com.chalk.server.v1.EnvironmentSecretsServiceGrpc;
import com.chalk.server.v1.IntegrationsServiceGrpc;
import com.chalk.server.v1.TeamServiceGrpc;
import dev.rekey.api.v1.AdminServiceGrpc;
import dev.rekey.api.v1.BindingsServiceGrpc;
import dev.rekey.api.v1.NotificationsServiceGrpc;
import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.SweepsServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each method of the API needs. A method that is not named here cannot be called. */
final class MethodAccess {
  private static final Map<String, Access> BY_METHOD = new HashMap<>();

  static {
    BY_METHOD.put(AuthServiceGrpc.getGetTokenMethod().getFullMethodName(), new Access.Open());
    for (MethodDescriptor<?, ?> method :
        List.of(
            TeamServiceGrpc.getGetEnvMethod(),
            TeamServiceGrpc.getGetEnvironmentsMethod(),
            AdminServiceGrpc.getWhoAmIMethod())) {
      BY_METHOD.put(method.getFullMethodName(), new Access.Known());
    }
    guard(
        SECRETS_LIST,
        List.of(
            IntegrationsServiceGrpc.getListIntegrationsMethod(),
            IntegrationsServiceGrpc.getGetIntegrationByNameMethod(),
            IntegrationsServiceGrpc.getTestIntegrationMethod(),
            IntegrationsServiceGrpc.getListDatasourcePermissionTagsMethod(),
            IntegrationsServiceGrpc.getGetDatasourcePermissionTagMethod(),
            IntegrationsServiceGrpc.getListSnowflakeNamedStagesMethod(),
            EnvironmentSecretsServiceGrpc.getListSecretsMethod()));
    guard(
        SECRETS_DECRYPT,
        List.of(
            IntegrationsServiceGrpc.getGetIntegrationMethod(),
            IntegrationsServiceGrpc.getGetIntegrationValueMethod(),
            IntegrationsServiceGrpc.getListIntegrationsAndSecretsMethod(),
            EnvironmentSecretsServiceGrpc.getGetSecretValueMethod(),
            EnvironmentSecretsServiceGrpc.getGetAllSecretValuesMethod()));
    guard(
        SECRETS_WRITE,
        List.of(
            IntegrationsServiceGrpc.getInsertIntegrationMethod(),
            IntegrationsServiceGrpc.getUpdateIntegrationMethod(),
            IntegrationsServiceGrpc.getDeleteIntegrationMethod(),
            IntegrationsServiceGrpc.getUpsertDatasourcePermissionTagMethod(),
            IntegrationsServiceGrpc.getDeleteDatasourcePermissionTagMethod(),
            EnvironmentSecretsServiceGrpc.getUpsertSecretMethod(),
            EnvironmentSecretsServiceGrpc.getDeleteSecretMethod()));
    guard(
        ROTATIONS_READ,
        List.of(
            RotationsServiceGrpc.getListRotationsMethod(),
            RotationsServiceGrpc.getGetRotationMethod(),
            RotationsServiceGrpc.getListBindingsMethod(),
            RotationsServiceGrpc.getListQuarantineMethod(),
            RotationsServiceGrpc.getListAuditEntriesMethod(),
            NotificationsServiceGrpc.getListNotificationsMethod(),
            RotationsServiceGrpc.getWatchRotationsMethod(),
            SweepsServiceGrpc.getGetSweepStatusMethod(),
            SweepsServiceGrpc.getListDataSourceHealthMethod(),
            SweepsServiceGrpc.getGetFreezeMethod()));
    guard(
        ROTATIONS_WRITE,
        List.of(
            RotationsServiceGrpc.getPlanRotationMethod(),
            RotationsServiceGrpc.getTriggerRotationMethod(),
            RotationsServiceGrpc.getReplayRotationMethod(),
            RotationsServiceGrpc.getReplayEventMethod(),
            RotationsServiceGrpc.getDropEventMethod(),
            NotificationsServiceGrpc.getReplayNotificationMethod(),
            BindingsServiceGrpc.getApplyBindingMethod(),
            BindingsServiceGrpc.getDeleteBindingMethod(),
            BindingsServiceGrpc.getCheckBindingMethod(),
            SweepsServiceGrpc.getRunSweepMethod(),
            SweepsServiceGrpc.getSetFreezeMethod()));
    guard(
        WORKER_ADMIN,
        List.of(
            NotificationsServiceGrpc.getListNotificationEndpointsMethod(),
            AdminServiceGrpc.getListCallsMethod(),
            AdminServiceGrpc.getRotateKeysMethod(),
            AdminServiceGrpc.getGetKeyRotationMethod(),
            AdminServiceGrpc.getDiagnoseMethod()));
  }

  private MethodAccess() {}

  /** What a method needs, or empty for a method that nobody may call. */
  static Optional<Access> of(MethodDescriptor<?, ?> method) {
    return Optional.ofNullable(BY_METHOD.get(method.getFullMethodName()));
  }

  private static void guard(Permission permission, List<MethodDescriptor<?, ?>> methods) {
    for (MethodDescriptor<?, ?> method : methods) {
      BY_METHOD.put(method.getFullMethodName(), new Access.Guarded(permission));
    }
  }
}
