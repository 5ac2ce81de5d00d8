package dev.rekey.api;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.quarkus.grpc.GrpcService;

/** The services as Quarkus looks for them: one bean each. */
final class GrpcBeans {
  private GrpcBeans() {}

  @GrpcService
  static final class Integrations implements BindableService {
    private final ServerServiceDefinition definition;

    Integrations(Api api) {
      this.definition = api.integrations();
    }

    @Override
    public ServerServiceDefinition bindService() {
      return definition;
    }
  }

  @GrpcService
  static final class Auth implements BindableService {
    private final ServerServiceDefinition definition;

    Auth(Api api) {
      this.definition = api.auth();
    }

    @Override
    public ServerServiceDefinition bindService() {
      return definition;
    }
  }

  @GrpcService
  static final class Rotations implements BindableService {
    private final ServerServiceDefinition definition;

    Rotations(Api api) {
      this.definition = api.rotations();
    }

    @Override
    public ServerServiceDefinition bindService() {
      return definition;
    }
  }
}
