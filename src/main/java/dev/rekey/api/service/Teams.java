package dev.rekey.api.service;

import static dev.rekey.api.service.Replies.reply;

import com.chalk.server.v1.Environment;
import com.chalk.server.v1.GetEnvRequest;
import com.chalk.server.v1.GetEnvResponse;
import com.chalk.server.v1.GetEnvironmentsRequest;
import com.chalk.server.v1.GetEnvironmentsResponse;
import com.chalk.server.v1.TeamServiceGrpc;
import dev.rekey.api.access.Caller;
import dev.rekey.api.access.Clients;
import io.grpc.stub.StreamObserver;

/** Where the caller is. Projects and teams do not exist here, so that their ids stay empty. */
public final class Teams extends TeamServiceGrpc.TeamServiceImplBase {
  private final Clients clients;

  public Teams(Clients clients) {
    this.clients = clients;
  }

  @Override
  public void getEnv(GetEnvRequest request, StreamObserver<GetEnvResponse> caller) {
    GetEnvResponse.Builder response = GetEnvResponse.newBuilder();
    clients.environmentsOf(Caller.current().clientId()).stream()
        .filter(each -> each.id().equals(Caller.current().environment()))
        .map(Teams::environment)
        .forEach(response::setEnvironment);
    reply(caller, response.build());
  }

  @Override
  public void getEnvironments(
      GetEnvironmentsRequest request, StreamObserver<GetEnvironmentsResponse> caller) {
    GetEnvironmentsResponse.Builder response = GetEnvironmentsResponse.newBuilder();
    clients.environmentsOf(Caller.current().clientId()).stream()
        .map(Teams::environment)
        .forEach(response::addEnvironments);
    reply(caller, response.build());
  }

  private static Environment environment(dev.rekey.api.access.Environment environment) {
    return Environment.newBuilder().setId(environment.id()).setName(environment.name()).build();
  }
}
