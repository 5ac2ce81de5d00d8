package dev.rekey.api.connect;

import io.grpc.Status;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.Set;

/**
 * Mends what the gRPC server on Vert.x leaves out: it hides the authority of a call from the
 * services, and answers a method that it does not know with a bare HTTP 500.
 */
public final class GrpcFilter {
  // Health and reflection come with the server.
  private static final String BUILT_IN = "/grpc.";

  private final Set<String> methods;

  /**
   * @param methods the full names of the methods that are served
   */
  public GrpcFilter(Collection<String> methods) {
    this.methods = Set.copyOf(methods);
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
      context.next();
    } else {
      context
          .response()
          .putHeader("content-type", "application/grpc")
          .putHeader("grpc-status", Integer.toString(Status.Code.UNIMPLEMENTED.value()))
          .putHeader("grpc-message", "there is no such method")
          .end();
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
