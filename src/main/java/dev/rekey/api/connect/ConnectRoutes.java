package dev.rekey.api.connect;

import dev.rekey.api.call.CallRunner;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves unary methods at {@code POST /<package.Service>/<Method>}. Runs on the event loop and
 * never blocks it: a call is handed to the {@link CallRunner} as soon as its body is there.
 */
public final class ConnectRoutes {
  private static final String PROCEDURES = "/(?:[A-Za-z0-9_]+\\.)+[A-Za-z0-9_]+/[A-Za-z0-9_]+";
  private static final String TOKEN_PATH = "/v1/oauth/token";
  private static final String TOKEN_METHOD = "chalk.server.v1.AuthService/GetToken";
  private static final String WHO_AM_I_PATH = "/v1/who-am-i";
  private static final String WHO_AM_I_METHOD = "rekey.v1.AdminService/WhoAmI";

  private final Map<String, Procedure> procedures = new HashMap<>();
  private final Set<String> streams = new HashSet<>();
  private final CallRunner runner;
  private final Bodies bodies;
  private final int limit;

  /**
   * @param methods of all services, the token service among them; those that stream are refused
   * @param requestLimit the size of the largest body, in bytes
   */
  public ConnectRoutes(
      List<ServerMethodDefinition<InputStream, InputStream>> methods,
      CallRunner runner,
      int requestLimit) {
    for (ServerMethodDefinition<InputStream, InputStream> method : methods) {
      if (method.getMethodDescriptor().getType().clientSendsOneMessage()
          && method.getMethodDescriptor().getType().serverSendsOneMessage()) {
        procedures.put(method.getMethodDescriptor().getFullMethodName(), Procedure.of(method));
      } else {
        streams.add(method.getMethodDescriptor().getFullMethodName());
      }
    }
    this.runner = runner;
    this.bodies = new Bodies(requestLimit);
    this.limit = requestLimit;
  }

  public void mount(Router router) {
    router.routeWithRegex(PROCEDURES).handler(this::procedure);
    Procedure token = rest(TOKEN_METHOD);
    router.route(TOKEN_PATH).handler(request -> serve(request, token));
    Procedure whoAmI = rest(WHO_AM_I_METHOD);
    router.get(WHO_AM_I_PATH).handler(request -> get(request, whoAmI));
  }

  private Procedure rest(String method) {
    Procedure procedure = procedures.get(method);
    if (procedure == null) {
      throw new IllegalStateException(method + " is not among the methods");
    }
    return procedure.withProtoNames();
  }

  /** A call without a request. */
  private void get(RoutingContext request, Procedure procedure) {
    start(
        request.request(),
        new Head(request.request()),
        procedure.method(),
        procedure.json(),
        new Answers(request),
        Buffer.buffer("{}"));
  }

  private void procedure(RoutingContext request) {
    if (GrpcFilter.isGrpc(request.request())) {
      request.next();
      return;
    }
    String name = request.request().path().substring(1);
    if (streams.contains(name)) {
      new Answers(request).fail(ConnectError.streams());
    } else {
      serve(request, procedures.get(name));
    }
  }

  private void serve(RoutingContext request, @Nullable Procedure procedure) {
    Head head = new Head(request.request());
    Answers answers = new Answers(request);
    if (procedure == null) {
      answers.fail(ConnectError.unknownProcedure());
    } else if (!request.request().method().equals(HttpMethod.POST)) {
      answers.header("Allow", "POST").fail(ConnectError.wrongMethod());
    } else {
      switch (head.contentType()) {
        case Codec.Proto.CONTENT_TYPE ->
            call(request.request(), head, procedure.method(), procedure.proto(), answers);
        case Codec.Json.CONTENT_TYPE ->
            call(request.request(), head, procedure.method(), procedure.json(), answers);
        default ->
            answers
                .header("Accept-Post", Codec.Json.CONTENT_TYPE + ", " + Codec.Proto.CONTENT_TYPE)
                .fail(ConnectError.wrongContentType());
      }
    }
  }

  private void call(
      HttpServerRequest request,
      Head head,
      ServerMethodDefinition<InputStream, InputStream> method,
      Codec codec,
      Answers answers) {
    head.objection()
        .ifPresentOrElse(
            answers::fail,
            () ->
                bodies.read(
                    request,
                    body -> start(request, head, method, codec, answers, body),
                    () -> answers.fail(tooLarge())));
  }

  private void start(
      HttpServerRequest request,
      Head head,
      ServerMethodDefinition<InputStream, InputStream> method,
      Codec codec,
      Answers answers,
      Buffer body) {
    ConnectCall call =
        new ConnectCall(method.getMethodDescriptor(), attributes(request), codec, answers);
    Runnable giveUp =
        runner.start(
            method.getServerCallHandler(),
            call,
            head.metadata(),
            () -> codec.decode(body),
            head.timeout());
    if (!request.response().ended()) {
      request.response().closeHandler(closed -> giveUp.run());
    }
  }

  private ConnectError tooLarge() {
    return ConnectError.of(
        Status.RESOURCE_EXHAUSTED.withDescription(
            "the request is larger than " + limit + " bytes"));
  }

  private static Attributes attributes(HttpServerRequest request) {
    Attributes.Builder attributes =
        Attributes.newBuilder()
            .set(
                Grpc.TRANSPORT_ATTR_REMOTE_ADDR,
                InetSocketAddress.createUnresolved(
                    request.remoteAddress().hostAddress(), request.remoteAddress().port()));
    if (request.isSSL()) {
      attributes.set(Grpc.TRANSPORT_ATTR_SSL_SESSION, request.sslSession());
    }
    return attributes.build();
  }
}
