package dev.rekey.testing;

import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.ListSecretVersionsRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsResponse;
import com.google.cloud.secretmanager.v1.SecretManagerServiceGrpc.SecretManagerServiceImplBase;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.ByteString;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * Google Secret Manager on loopback as far as it is read, on Google's own service base: secrets
 * with numbered versions in their states, projects by number and by id. Secrets are named as Google
 * does, {@code projects/orders/secrets/db}. Thread-safe; stopped by {@link #close()}.
 */
public final class FakeSecretManager implements AutoCloseable {
  public static final String ACCESS = "AccessSecretVersion";
  public static final String LIST = "ListSecretVersions";

  private final Map<String, FakeSecret> secrets = new HashMap<>();
  private final Map<String, String> numbers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final Map<String, Runnable> troubles = new ConcurrentHashMap<>();
  private final BearerCheck bearer = new BearerCheck();
  private final boolean tls;
  private final Server server;
  private volatile boolean damaging;

  private FakeSecretManager(ServerCredentials credentials) {
    this.tls = credentials instanceof TlsServerCredentials;
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      this.server =
          NettyServerBuilder.forAddress(anyPort, credentials)
              .addService(new Service())
              .intercept(bearer)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Serves without TLS. */
  public static FakeSecretManager start() {
    return new FakeSecretManager(InsecureServerCredentials.create());
  }

  /** Serves with TLS. */
  public static FakeSecretManager start(TestCertificate certificate) {
    try {
      return new FakeSecretManager(
          TlsServerCredentials.create(
              new ByteArrayInputStream(
                  certificate.certificatePem().getBytes(StandardCharsets.US_ASCII)),
              new ByteArrayInputStream(certificate.keyPem().getBytes(StandardCharsets.US_ASCII))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients send what they would send to Google. */
  public URI endpoint() {
    return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + server.getPort());
  }

  /** Makes a project known; answers name it by its number. */
  public void project(String id, String number) {
    numbers.put(id, number);
  }

  /**
   * Adds a version, and the secret where it is not there yet; returns the number of the version.
   */
  public int add(String secret, String value) {
    return add(secret, value.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for any bytes. */
  public synchronized int add(String secret, byte[] value) {
    return secrets.computeIfAbsent(canonical(secret), _ -> new FakeSecret()).add(value);
  }

  /** Makes a secret without any version. */
  public synchronized void create(String secret) {
    secrets.put(canonical(secret), new FakeSecret());
  }

  public synchronized void state(String secret, int version, SecretVersion.State state) {
    secrets.get(canonical(secret)).state(version, state);
  }

  /** Lets {@code latest}, and the lists too, know nothing of versions after this one. */
  public synchronized void lagBehind(String secret, int version) {
    secrets.get(canonical(secret)).lagBehind(version);
  }

  public synchronized void delete(String secret) {
    secrets.remove(canonical(secret));
  }

  /** Lets values arrive with another checksum than they have. */
  public void damage(boolean on) {
    damaging = on;
  }

  /** Lets a method fail from now on. */
  public void fail(String method, Supplier<StatusRuntimeException> failure) {
    troubles.put(
        method,
        () -> {
          throw failure.get();
        });
  }

  /** Lets a method wait for something before it answers. */
  public void hold(String method, Runnable until) {
    troubles.put(method, until);
  }

  /** Ends what was begun by {@link #fail} and {@link #hold}. */
  public void mend() {
    troubles.clear();
  }

  /** Answers nobody any more who does not bring this token. */
  public void requireToken(String token) {
    bearer.require(token);
  }

  /** How often a method was called, refused calls included, but for those without the token. */
  public int calls(String method) {
    return calls.computeIfAbsent(method, _ -> new AtomicInteger()).get();
  }

  private String canonical(String secret) {
    String[] parts = secret.split("/", 3);
    return parts[0] + "/" + numbers.getOrDefault(parts[1], parts[1]) + "/" + parts[2];
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      boolean _ = server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized FakeSecret find(String secret) {
    return Optional.ofNullable(secrets.get(canonical(secret)))
        .orElseThrow(
            () ->
                Status.NOT_FOUND
                    .withDescription("Secret [" + secret + "] not found or has no versions.")
                    .asRuntimeException());
  }

  private final class Service extends SecretManagerServiceImplBase {
    @Override
    public void accessSecretVersion(
        AccessSecretVersionRequest request, StreamObserver<AccessSecretVersionResponse> observer) {
      answer(ACCESS, observer, () -> access(request.getName()));
    }

    private AccessSecretVersionResponse access(String name) {
      int versions = name.indexOf("/versions/");
      String secret = name.substring(0, versions);
      synchronized (FakeSecretManager.this) {
        FakeSecret.Version version =
            find(secret).readable(name.substring(versions + "/versions/".length()));
        return AccessSecretVersionResponse.newBuilder()
            .setName(canonical(secret) + "/versions/" + version.number())
            .setPayload(
                SecretPayload.newBuilder()
                    .setData(ByteString.copyFrom(version.value()))
                    .setDataCrc32C(checksum(version.value()) ^ (damaging ? 1 : 0)))
            .build();
      }
    }

    @Override
    public void listSecretVersions(
        ListSecretVersionsRequest request, StreamObserver<ListSecretVersionsResponse> observer) {
      answer(LIST, observer, () -> list(request));
    }

    private ListSecretVersionsResponse list(ListSecretVersionsRequest request) {
      boolean enabledOnly = request.getFilter().equals("state:ENABLED");
      synchronized (FakeSecretManager.this) {
        List<SecretVersion> versions =
            find(request.getParent()).newestFirst().stream()
                .filter(each -> !enabledOnly || each.state() == SecretVersion.State.ENABLED)
                .limit(request.getPageSize())
                .map(each -> described(request.getParent(), each))
                .toList();
        return ListSecretVersionsResponse.newBuilder().addAllVersions(versions).build();
      }
    }

    private SecretVersion described(String secret, FakeSecret.Version version) {
      return SecretVersion.newBuilder()
          .setName(canonical(secret) + "/versions/" + version.number())
          .setState(version.state())
          .build();
    }

    private <T> void answer(String method, StreamObserver<T> observer, Supplier<T> answer) {
      calls.computeIfAbsent(method, _ -> new AtomicInteger()).incrementAndGet();
      try {
        troubles.getOrDefault(method, () -> {}).run();
        T value = answer.get();
        observer.onNext(value);
        observer.onCompleted();
      } catch (StatusRuntimeException e) {
        observer.onError(e);
      }
    }

    private static long checksum(byte[] value) {
      CRC32C checksum = new CRC32C();
      checksum.update(value);
      return checksum.getValue();
    }
  }
}
