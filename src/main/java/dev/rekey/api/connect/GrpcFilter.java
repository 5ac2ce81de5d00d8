package dev.rekey.api.connect;

import io.grpc.Status;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.Set;

/**
 * Mends what the gRPC server on Vert.x leaves out: it hides the authority of a call from the
 * services, answers a method that it does not know with a bare HTTP 500, refuses a message that is
 * too large without a word, and does not tell a service that its caller is gone.
 */
public final class GrpcFilter {
  // Health and reflection come with the server.
  private static final String BUILT_IN = "/grpc.";
  private static final String STATUS = "grpc-status";
  private static final String MESSAGE = "grpc-message";
  private static final String EXHAUSTED = Integer.toString(Status.Code.RESOURCE_EXHAUSTED.value());

  private final Set<String> methods;
  private final int requestLimit;

  /**
   * @param methods the full names of the methods that are served
   * @param requestLimit the size of the largest message that the server takes, in bytes
   */
  public GrpcFilter(Collection<String> methods, int requestLimit) {
    this.methods = Set.copyOf(methods);
    this.requestLimit = requestLimit;
  }

  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!isGrpc(request)) {
      context.next();
    } else if (isServed(request.path())) {
      HostAndPort authority = request.authority();
      if (authority != null) {
        request.headers().set("host", authority.toString());
      }
      CallTransports.note(context);
      context.addHeadersEndHandler(headers -> explain(context.response().headers()));
      context.next();
    } else {
      context
          .response()
          .putHeader("content-type", "application/grpc")
          .putHeader(STATUS, Integer.toString(Status.Code.UNIMPLEMENTED.value()))
          .putHeader(MESSAGE, "there is no such method")
          .end();
    }
  }

  /** Only the server itself, and only for this reason, gives this status without a message. */
  private void explain(MultiMap headers) {
    if (EXHAUSTED.equals(headers.get(STATUS)) && !headers.contains(MESSAGE)) {
      headers.set(MESSAGE, "the request is larger than " + requestLimit + " bytes");
    }
  }

  private boolean isServed(String path) {
    return path.startsWith(BUILT_IN) || (!path.isEmpty() && methods.contains(path.substring(1)));
  }

  static boolean isGrpc(HttpServerRequest request) {
    String contentType = request.getHeader("content-type");
    return request.version() == HttpVersion.HTTP_2
        && contentType != null
        && contentType.startsWith("application/grpc");
  }
}
