package dev.rekey.api;

import dev.rekey.api.access.Clients;
import dev.rekey.api.access.LoginThrottle;
import dev.rekey.api.access.Tokens;
import dev.rekey.api.service.Admin;
import dev.rekey.api.service.Auth;
import dev.rekey.api.service.BoundSecrets;
import dev.rekey.api.service.Integrations;
import dev.rekey.api.service.NotificationDesk;
import dev.rekey.api.service.RotationWatches;
import dev.rekey.api.service.Rotations;
import dev.rekey.api.service.Secrets;
import dev.rekey.api.service.Sweeping;
import dev.rekey.api.service.Teams;
import dev.rekey.datasource.AuditLog;
import dev.rekey.datasource.CallLog;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.EnvironmentSecrets;
import dev.rekey.datasource.PermissionTags;
import dev.rekey.notification.Notifications;
import dev.rekey.ops.Diagnosis;
import dev.rekey.ops.KeyRotations;
import dev.rekey.rotation.BindingRequests;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.Freezes;
import dev.rekey.rotation.ParkedRotations;
import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationRequests;
import dev.rekey.rotation.RotationSignal;
import dev.rekey.sweep.HealthLog;
import dev.rekey.sweep.Sweeps;
import io.grpc.BindableService;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The services of the API, put together from their ports. */
@Singleton
final class Services {
  private static final Duration WATCH_GAP = Duration.ofMillis(100);
  private static final Duration WATCH_HEARTBEAT = Duration.ofSeconds(1);

  private final List<BindableService> all;

  Services(
      DataSources dataSources,
      DataSourceRules rules,
      EnvironmentSecrets secrets,
      PermissionTags tags,
      AuditLog audit,
      CallLog calls,
      RotationLog rotationLog,
      RotationRequests rotationRequests,
      RotationSignal signal,
      Bindings bindings,
      Notifications notifications,
      BindingRequests bindingRequests,
      Diagnosis diagnosis,
      KeyRotations keys,
      Sweeps sweeps,
      HealthLog healths,
      Freezes freezes,
      ParkedRotations parked,
      Clients clients,
      Tokens tokens,
      LoginThrottle throttle,
      InstantSource clock) {
    all =
        List.of(
            new Integrations(dataSources, rules, secrets, tags, parked),
            new Secrets(secrets),
            new Auth(clients, tokens, throttle),
            new Teams(clients),
            new Rotations(
                rotationLog,
                bindings,
                audit,
                rotationRequests,
                new RotationWatches(rotationLog, signal, clock, WATCH_GAP, WATCH_HEARTBEAT)),
            new NotificationDesk(notifications),
            new BoundSecrets(bindingRequests),
            new Sweeping(sweeps, healths, freezes, audit, clients, clock),
            new Admin(calls, diagnosis, keys, clients));
  }

  List<BindableService> all() {
    return all;
  }
}
