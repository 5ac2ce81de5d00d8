package dev.rekey.client;

import static dev.rekey.client.FakeIntegrations.reply;

import com.chalk.server.v1.Environment;
import com.chalk.server.v1.GetEnvRequest;
import com.chalk.server.v1.GetEnvResponse;
import com.chalk.server.v1.GetEnvironmentsRequest;
import com.chalk.server.v1.GetEnvironmentsResponse;
import com.chalk.server.v1.TeamServiceGrpc;
import io.grpc.stub.StreamObserver;

/** Two environments, of which {@code production} is everybody's. */
public final class FakeTeam extends TeamServiceGrpc.TeamServiceImplBase {
  private static final Environment PRODUCTION =
      Environment.newBuilder().setId("production").setName("Production").build();

  @Override
  public void getEnv(GetEnvRequest request, StreamObserver<GetEnvResponse> caller) {
    reply(caller, GetEnvResponse.newBuilder().setEnvironment(PRODUCTION).build());
  }

  @Override
  public void getEnvironments(
      GetEnvironmentsRequest request, StreamObserver<GetEnvironmentsResponse> caller) {
    reply(
        caller,
        GetEnvironmentsResponse.newBuilder()
            .addEnvironments(PRODUCTION)
            .addEnvironments(Environment.newBuilder().setId("staging").setName("Staging"))
            .build());
  }
}
