package dev.rekey.client;

import com.chalk.server.v1.AuthServiceGrpc;
import com.chalk.server.v1.GetTokenRequest;
import com.chalk.server.v1.GetTokenResponse;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A server of the API on loopback that says what it is told to say, and remembers what it was
 * asked. Its tokens are numbered: {@code token-1}, {@code token-2} and so on.
 */
public final class FakeApi implements AutoCloseable {
  public static final String ID = "client-1";
  public static final String SECRET = "hush-hush";

  private final AtomicInteger exchanges = new AtomicInteger();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Server server;

  /** Closed, token exchanges wait; open unless a test closes it. */
  volatile CountDownLatch exchangeGate = new CountDownLatch(0);

  /** Calls whose token contains this text are refused, unless it is empty. */
  volatile String refusedToken = "";

  /** What a caller sent. */
  public record Call(String method, Metadata headers) {
    String header(String name) {
      return String.valueOf(headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
    }

    /** The environment that it was for. */
    public String environment() {
      return header("x-chalk-env-id");
    }

    boolean has(String name) {
      return headers.containsKey(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }
  }

  /** What the whole API is served from. */
  public final World world;

  /** The state of a server. */
  public record World(
      FakeIntegrations integrations,
      FakeSecrets secrets,
      FakeTeam team,
      FakeRotations rotations,
      FakeNotifications notifications,
      FakeBindings bindings,
      FakeSweeps sweeps,
      FakeAdmin admin) {
    World() {
      this(new FakeSecrets(), new FakeBindings());
    }

    private World(FakeSecrets secrets, FakeBindings bindings) {
      this(
          new FakeIntegrations(secrets),
          secrets,
          new FakeTeam(),
          new FakeRotations(bindings),
          new FakeNotifications(),
          bindings,
          new FakeSweeps(),
          new FakeAdmin());
    }

    private List<ServerServiceDefinition> services() {
      return List.of(
          integrations.bindService(),
          secrets.bindService(),
          team.bindService(),
          rotations.bindService(),
          notifications.bindService(),
          bindings.bindService(),
          sweeps.bindService(),
          admin.bindService());
    }
  }

  private FakeApi(World world, ServerCredentials credentials) {
    this(world, world.services(), credentials);
  }

  private FakeApi(List<ServerServiceDefinition> services) {
    this(new World(), services, InsecureServerCredentials.create());
  }

  private FakeApi(
      World world, List<ServerServiceDefinition> services, ServerCredentials credentials) {
    this.world = world;
    ServerBuilder<?> builder =
        NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials);
    builder.addService(ServerInterceptors.intercept(new Auth(), new Recorder()));
    for (ServerServiceDefinition service : services) {
      builder.addService(ServerInterceptors.intercept(service, new Recorder()));
    }
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Serves tokens alone. */
  static FakeApi start() {
    return new FakeApi(List.of());
  }

  /** Serves tokens and one method. */
  static <Q, R> FakeApi answering(MethodDescriptor<Q, R> method, Function<Q, R> answer) {
    return new FakeApi(
        List.of(
            ServerServiceDefinition.builder(serviceOf(method))
                .addMethod(
                    method,
                    ServerCalls.asyncUnaryCall(
                        (request, observer) -> answer(answer, request, observer)))
                .build()));
  }

  /** Serves all of the API from memory. */
  public static FakeApi whole() {
    return whole(InsecureServerCredentials.create());
  }

  /** The same over TLS, or not. */
  static FakeApi whole(ServerCredentials credentials) {
    return new FakeApi(new World(), credentials);
  }

  /** Serves tokens and a service. */
  static FakeApi serving(ServerServiceDefinition service) {
    return new FakeApi(List.of(service));
  }

  private static String serviceOf(MethodDescriptor<?, ?> method) {
    return String.valueOf(method.getServiceName());
  }

  private static <Q, R> void answer(Function<Q, R> answer, Q request, StreamObserver<R> observer) {
    try {
      observer.onNext(answer.apply(request));
      observer.onCompleted();
    } catch (RuntimeException e) {
      observer.onError(e);
    }
  }

  /** A client that is set up for this server. */
  public RekeyClient.Builder client() {
    return RekeyClient.builder()
        .apiServer(address())
        .clientId(ID)
        .clientSecret(SECRET)
        .environment("production");
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  int exchanges() {
    return exchanges.get();
  }

  /** All calls but the token exchanges, oldest first. */
  public List<Call> calls() {
    return calls.stream().filter(call -> !call.method().equals("GetToken")).toList();
  }

  Call lastExchange() {
    return calls.stream().filter(call -> call.method().equals("GetToken")).toList().getLast();
  }

  @Override
  public void close() {
    exchangeGate.countDown();
    server.shutdownNow();
  }

  private final class Auth extends AuthServiceGrpc.AuthServiceImplBase {
    @Override
    public void getToken(GetTokenRequest request, StreamObserver<GetTokenResponse> observer) {
      int number = exchanges.incrementAndGet();
      try {
        exchangeGate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!request.getClientId().equals(ID)
          || !request.getClientSecret().equals(SECRET)
          || !request.getGrantType().equals("client_credentials")) {
        observer.onError(
            Status.UNAUTHENTICATED.withDescription("unknown client").asRuntimeException());
        return;
      }
      observer.onNext(
          GetTokenResponse.newBuilder()
              .setAccessToken("token-" + number)
              .setTokenType("Bearer")
              .setExpiresIn(3600)
              .setPrimaryEnvironment("primary")
              .build());
      observer.onCompleted();
    }
  }

  private final class Recorder implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      var seen = new Call(String.valueOf(call.getMethodDescriptor().getBareMethodName()), headers);
      calls.add(seen);
      if (!refusedToken.isEmpty() && seen.header("authorization").contains(refusedToken)) {
        call.close(Status.UNAUTHENTICATED.withDescription("old token"), new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }
}
