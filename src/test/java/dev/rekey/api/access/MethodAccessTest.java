package dev.rekey.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.chalk.server.v1.AuthServiceGrpc;
import com.chalk.server.v1.IntegrationsServiceGrpc;
import dev.rekey.api.v1.BindingsServiceGrpc;
import dev.rekey.api.v1.NotificationsServiceGrpc;
import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.SweepsServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MethodAccessTest {
  static Stream<MethodDescriptor<?, ?>> everyMethod() {
    return Stream.of(
            IntegrationsServiceGrpc.getServiceDescriptor(),
            AuthServiceGrpc.getServiceDescriptor(),
            RotationsServiceGrpc.getServiceDescriptor(),
            NotificationsServiceGrpc.getServiceDescriptor(),
            BindingsServiceGrpc.getServiceDescriptor(),
            SweepsServiceGrpc.getServiceDescriptor())
        .map(ServiceDescriptor::getMethods)
        .flatMap(methods -> methods.stream());
  }

  @ParameterizedTest
  @MethodSource("everyMethod")
  void everyMethodHasAnEntry(MethodDescriptor<?, ?> method) {
    assertThat(MethodAccess.of(method)).isPresent();
  }

  @Test
  void onlyTheTokenExchangeIsOpen() {
    assertThat(everyMethod())
        .filteredOn(method -> MethodAccess.of(method).get() instanceof Access.Open)
        .extracting(MethodDescriptor::getFullMethodName)
        .containsExactly("chalk.server.v1.AuthService/GetToken");
  }

  // The table of the contract.
  @ParameterizedTest
  @CsvSource({
    "ListIntegrations, secrets.list",
    "ListDatasourcePermissionTags, secrets.list",
    "GetDatasourcePermissionTag, secrets.list",
    "ListIntegrationsAndSecrets, secrets.decrypt",
    "GetIntegrationValue, secrets.decrypt",
    "GetIntegration, secrets.decrypt",
    "GetIntegrationByName, secrets.list",
    "InsertIntegration, secrets.write",
    "UpdateIntegration, secrets.write",
    "DeleteIntegration, secrets.write",
    "UpsertDatasourcePermissionTag, secrets.write",
    "DeleteDatasourcePermissionTag, secrets.write",
    "TestIntegration, secrets.list",
    "ListSnowflakeNamedStages, secrets.list"
  })
  void integrationsNeedThePermissionsOfTheContract(String name, String permission) {
    assertThat(permissionOf(IntegrationsServiceGrpc.getServiceDescriptor(), name))
        .isEqualTo(Permission.of(permission));
  }

  @ParameterizedTest
  @CsvSource({
    "ListRotations, rotations.read",
    "GetRotation, rotations.read",
    "ListBindings, rotations.read",
    "ListQuarantine, rotations.read",
    "ListAuditEntries, rotations.read",
    "WatchRotations, rotations.read",
    "PlanRotation, rotations.write",
    "TriggerRotation, rotations.write",
    "ReplayRotation, rotations.write",
    "ReplayEvent, rotations.write"
  })
  void onlyLookingNeedsLessThanRotationsWrite(String name, String permission) {
    assertThat(permissionOf(RotationsServiceGrpc.getServiceDescriptor(), name))
        .isEqualTo(Permission.of(permission));
  }

  @ParameterizedTest
  @CsvSource({
    "ListNotifications, rotations.read",
    "ListNotificationEndpoints, worker.admin",
    "ReplayNotification, rotations.write"
  })
  void notificationsAreSeenByWhoSeesRotations(String name, String permission) {
    assertThat(permissionOf(NotificationsServiceGrpc.getServiceDescriptor(), name))
        .isEqualTo(Permission.of(permission));
  }

  @ParameterizedTest
  @CsvSource({
    "RunSweep, rotations.write",
    "GetSweepStatus, rotations.read",
    "ListDataSourceHealth, rotations.read",
    "GetFreeze, rotations.read",
    "SetFreeze, rotations.write"
  })
  void onlyLookingAtSweepsNeedsLessThanRotationsWrite(String name, String permission) {
    assertThat(permissionOf(SweepsServiceGrpc.getServiceDescriptor(), name))
        .isEqualTo(Permission.of(permission));
  }

  private static Permission permissionOf(ServiceDescriptor service, String name) {
    MethodDescriptor<?, ?> method =
        service.getMethods().stream()
            .filter(each -> name.equals(each.getBareMethodName()))
            .findFirst()
            .orElseThrow();
    return ((Access.Guarded) MethodAccess.of(method).orElseThrow()).permission();
  }
}
