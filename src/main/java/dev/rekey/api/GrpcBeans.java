package dev.rekey.api;

import com.chalk.server.v1.AuthServiceGrpc;
import com.chalk.server.v1.EnvironmentSecretsServiceGrpc;
import com.chalk.server.v1.IntegrationsServiceGrpc;
import com.chalk.server.v1.TeamServiceGrpc;
import dev.rekey.api.v1.AdminServiceGrpc;
import dev.rekey.api.v1.BindingsServiceGrpc;
import dev.rekey.api.v1.NotificationsServiceGrpc;
import dev.rekey.api.v1.RotationsServiceGrpc;
import dev.rekey.api.v1.SweepsServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.quarkus.grpc.GrpcService;

/** The services as Quarkus looks for them: one bean each. */
final class GrpcBeans {
  private GrpcBeans() {}

  private abstract static class Served implements BindableService {
    private final ServerServiceDefinition definition;

    Served(Api api, String name) {
      this.definition = api.forGrpc(name);
    }

    @Override
    public ServerServiceDefinition bindService() {
      return definition;
    }
  }

  @GrpcService
  static final class Integrations extends Served {
    Integrations(Api api) {
      super(api, IntegrationsServiceGrpc.SERVICE_NAME);
    }
  }

  @GrpcService
  static final class Secrets extends Served {
    Secrets(Api api) {
      super(api, EnvironmentSecretsServiceGrpc.SERVICE_NAME);
    }
  }

  @GrpcService
  static final class Auth extends Served {
    Auth(Api api) {
      super(api, AuthServiceGrpc.SERVICE_NAME);
    }
  }

  @GrpcService
  static final class Teams extends Served {
    Teams(Api api) {
      super(api, TeamServiceGrpc.SERVICE_NAME);
    }
  }

  @GrpcService
  static final class Rotations extends Served {
    Rotations(Api api) {
      super(api, RotationsServiceGrpc.SERVICE_NAME);
    }
  }

  @GrpcService
  static final class Notifications extends Served {
    Notifications(Api api) {
      super(api, NotificationsServiceGrpc.SERVICE_NAME);
    }
  }

  @GrpcService
  static final class Bindings extends Served {
    Bindings(Api api) {
      super(api, BindingsServiceGrpc.SERVICE_NAME);
    }
  }

  @GrpcService
  static final class Sweeps extends Served {
    Sweeps(Api api) {
      super(api, SweepsServiceGrpc.SERVICE_NAME);
    }
  }

  @GrpcService
  static final class Admin extends Served {
    Admin(Api api) {
      super(api, AdminServiceGrpc.SERVICE_NAME);
    }
  }
}
