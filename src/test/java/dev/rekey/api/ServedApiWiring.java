package dev.rekey.api;

import com.google.crypto.tink.jwt.JwtMac;
import dev.rekey.api.access.ApiClient;
import dev.rekey.api.access.CallRates;
import dev.rekey.api.access.Clients;
import dev.rekey.api.access.Environment;
import dev.rekey.api.access.Issuers;
import dev.rekey.api.access.LoginThrottle;
import dev.rekey.api.access.Permission;
import dev.rekey.api.access.SecretDigest;
import dev.rekey.api.access.TestTokens;
import dev.rekey.api.access.Tokens;
import dev.rekey.datasource.AuditLog;
import dev.rekey.datasource.CallLog;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.EnvironmentSecrets;
import dev.rekey.datasource.InMemoryCallLog;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.InMemoryEnvironmentSecrets;
import dev.rekey.datasource.InMemoryPermissionTags;
import dev.rekey.datasource.PermissionTags;
import dev.rekey.notification.InMemoryOutbox;
import dev.rekey.notification.News;
import dev.rekey.notification.Notifications;
import dev.rekey.ops.Diagnosis;
import dev.rekey.ops.KeyRotations;
import dev.rekey.rotation.BindingRequests;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.FakeRotationRequests;
import dev.rekey.rotation.Freezes;
import dev.rekey.rotation.InMemoryBindings;
import dev.rekey.rotation.InMemoryFreezes;
import dev.rekey.rotation.InMemoryJournal;
import dev.rekey.rotation.ParkedRotations;
import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationRequests;
import dev.rekey.rotation.RotationSignal;
import dev.rekey.sweep.FakeSweepRequests;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What the served API stands on in its tests. */
@Alternative
@Singleton
final class ServedApiWiring {
  static final String SECRET = "a-client-secret";
  static final JwtMac MAC = TestTokens.newKey();
  static final InMemoryJournal JOURNAL = new InMemoryJournal();
  static final RotationSignal SIGNAL = new RotationSignal();
  static final FakeRotationRequests REQUESTS = new FakeRotationRequests();
  static final FakeSweepRequests SWEEPS = new FakeSweepRequests();
  static final FailingDataSources DATA_SOURCES =
      new FailingDataSources(
          new InMemoryDataSources(
              InstantSource.system(), DataSourceRules.DEFAULT, FakeConnectors::of));

  static final InMemoryBindings BINDINGS =
      new InMemoryBindings(JOURNAL, DATA_SOURCES, DATA_SOURCES.delegate(), Set.of("blue", "green"));

  static final InMemoryEnvironmentSecrets SECRETS =
      new InMemoryEnvironmentSecrets(InstantSource.system(), DATA_SOURCES.delegate());
  static final InMemoryOutbox OUTBOX = new InMemoryOutbox(List.of(News.endpoint("ops")));
  static final InMemoryCallLog CALLS = new InMemoryCallLog();

  @Produces
  @Singleton
  DataSources dataSources() {
    return DATA_SOURCES;
  }

  @Produces
  @Singleton
  EnvironmentSecrets secrets() {
    return SECRETS;
  }

  @Produces
  @Singleton
  PermissionTags tags() {
    return new InMemoryPermissionTags(InstantSource.system());
  }

  @Produces
  @Singleton
  CallLog calls() {
    return CALLS;
  }

  @Produces
  @Singleton
  @Typed(Notifications.class)
  Notifications notifications() {
    return new Notifications(List.of(), OUTBOX, () -> "h1");
  }

  @Produces
  @Singleton
  Diagnosis diagnosis() {
    return environment ->
        List.of(new Diagnosis.Finding("store", Diagnosis.Level.OK, "It answers.", ""));
  }

  @Produces
  @Singleton
  KeyRotations keyRotations() {
    return new KeyRotations() {
      @Override
      public Progress begin() {
        return new Progress(true, 7, 0);
      }

      @Override
      public Progress progress() {
        return new Progress(false, 7, 7);
      }
    };
  }

  @Produces
  @Singleton
  AuditLog auditLog() {
    return DATA_SOURCES.delegate();
  }

  @Produces
  @Singleton
  RotationLog rotationLog() {
    return JOURNAL.log();
  }

  @Produces
  @Singleton
  RotationRequests rotationRequests() {
    return REQUESTS;
  }

  @Produces
  @Singleton
  @Typed(RotationSignal.class)
  RotationSignal signal() {
    return SIGNAL;
  }

  @Produces
  @Singleton
  FakeSweepRequests sweeps() {
    return SWEEPS;
  }

  @Produces
  @Singleton
  ParkedRotations parked() {
    return answering -> {};
  }

  @Produces
  @Singleton
  Freezes freezes() {
    return new InMemoryFreezes();
  }

  @Produces
  @Singleton
  Bindings bindings() {
    return BINDINGS.bindings();
  }

  @Produces
  @Singleton
  BindingRequests bindingRequests() {
    return BINDINGS.requests();
  }

  @Produces
  @Singleton
  DataSourceRules rules() {
    return DataSourceRules.DEFAULT;
  }

  @Produces
  @Singleton
  Clients clients() {
    Set<Permission> all = EnumSet.allOf(Permission.class);
    return new Clients(
        List.of(
            client("admin", all, List.of("blue", "green")),
            client("blue-only", all, List.of("blue")),
            client("green-only", all, List.of("green")),
            client("lister", EnumSet.of(Permission.SECRETS_LIST), List.of("blue"))),
        List.of(new Environment("blue", "Blue"), new Environment("green", "Green")));
  }

  @Produces
  @Singleton
  Tokens tokens(RandomGenerator random) {
    return new Tokens(MAC, InstantSource.system(), random, Duration.ofHours(1));
  }

  @Produces
  @Singleton
  LoginThrottle throttle() {
    return new LoginThrottle(InstantSource.system());
  }

  @Produces
  @Singleton
  Issuers issuers() {
    return Issuers.NONE;
  }

  @Produces
  @Singleton
  CallRates rates() {
    return new CallRates(1_000_000, System::nanoTime);
  }

  @Produces
  @Singleton
  ApiLimits limits() {
    return ApiLimits.DEFAULT;
  }

  @Produces
  @Singleton
  RandomGenerator random() {
    return new SecureRandom();
  }

  private static ApiClient client(
      String id, Set<Permission> permissions, List<String> environments) {
    return new ApiClient(id, SecretDigest.of(SECRET), permissions, environments);
  }
}
