package dev.rekey.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.chalk.server.v1.InsertIntegrationRequest;
import com.chalk.server.v1.IntegrationConfigValue;
import com.chalk.server.v1.IntegrationKind;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.rekey.testing.CapturedLog;
import dev.rekey.testing.LiveHeap;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bodies that are random, cut, or spoilt, on each protocol: answered with a code for it, never as a
 * failure of the server, and nothing of them is kept.
 */
@QuarkusTest
@TestProfile(ServedApiProfile.class)
class ProtocolFuzzServedTest {
  private static final String CANARY = "canary-in-the-body";
  private static final int BODIES = Integer.getInteger("rekey.fuzzed-bodies", 10_000);
  private static final long ROOM_TO_GROW = 16L << 20;
  private static final Set<Status.Code> ANSWERS =
      EnumSet.of(
          Status.Code.OK,
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.ALREADY_EXISTS,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.RESOURCE_EXHAUSTED);
  private static final List<String> METHODS =
      List.of(
          "chalk.server.v1.IntegrationsService/InsertIntegration",
          "chalk.server.v1.IntegrationsService/UpdateIntegration",
          "chalk.server.v1.IntegrationsService/TestIntegration",
          "chalk.server.v1.IntegrationsService/GetIntegrationValue",
          "chalk.server.v1.IntegrationsService/UpsertDatasourcePermissionTag",
          "chalk.server.v1.IntegrationsService/ListSnowflakeNamedStages",
          "chalk.server.v1.EnvironmentSecretsService/UpsertSecret",
          "chalk.server.v1.EnvironmentSecretsService/DeleteSecret",
          "rekey.v1.RotationsService/ListRotations",
          "rekey.v1.AdminService/ListCalls");

  private final Random random = new Random(20261124);
  private ServedApi api;
  private CapturedLog log;

  @BeforeEach
  void open() {
    api = new ServedApi();
    log = new CapturedLog();
  }

  @AfterEach
  void close() {
    log.close();
    api.close();
  }

  private static InsertIntegrationRequest valid() {
    return InsertIntegrationRequest.newBuilder()
        .setName("fuzzed-name")
        .setIntegrationKind(IntegrationKind.INTEGRATION_KIND_POSTGRESQL)
        .putConfig("PGPASSWORD", IntegrationConfigValue.newBuilder().setLiteral(CANARY).build())
        .putConfig("PGHOST", IntegrationConfigValue.newBuilder().setSecretId("s").build())
        .build();
  }

  /** A third each: noise, a good message that is cut, and one with some bytes changed. */
  private byte[] spoilt(byte[] good) {
    return switch (random.nextInt(3)) {
      case 0 -> {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        yield noise;
      }
      case 1 -> Arrays.copyOf(good, random.nextInt(good.length));
      default -> {
        byte[] changed = good.clone();
        for (int i = 0; i < 3; i++) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        yield changed;
      }
    };
  }

  private String method() {
    return METHODS.get(random.nextInt(METHODS.size()));
  }

  @Test
  void bodiesOverGrpcAreAnsweredWithACode() {
    byte[] good = valid().toByteArray();
    var channel =
        ClientInterceptors.intercept(
            api.channel(),
            MetadataUtils.newAttachHeadersInterceptor(api.headers("admin", "green")));
    long before = LiveHeap.bytes(ProcessHandle.current().pid());

    for (int i = 0; i < BODIES; i++) {
      String method = method();
      try {
        byte[] _ =
            ClientCalls.blockingUnaryCall(channel, raw(method), CallOptions.DEFAULT, spoilt(good));
      } catch (StatusRuntimeException refused) {
        assertThat(refused.getStatus().getCode()).as(method).isIn(ANSWERS);
        assertThat(refused.getStatus().getDescription()).doesNotContain(CANARY);
      }
    }

    assertNothingIsLeft(before);
  }

  private static MethodDescriptor<byte[], byte[]> raw(String method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(method)
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] bytes) {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/proto", "application/json"})
  void bodiesOverConnectAreAnsweredWithACode(String contentType)
      throws InvalidProtocolBufferException {
    byte[] good =
        contentType.endsWith("json")
            ? JsonFormat.printer().print(valid()).getBytes(StandardCharsets.UTF_8)
            : valid().toByteArray();
    String token = api.token("admin");
    long before = LiveHeap.bytes(ProcessHandle.current().pid());

    for (int i = 0; i < BODIES; i++) {
      String method = method();
      HttpResponse<String> answer =
          api.send(
              api.request("/" + method, contentType)
                  .header("Authorization", "Bearer " + token)
                  .header("X-Chalk-Env-Id", "green")
                  .POST(BodyPublishers.ofByteArray(spoilt(good))));
      assertThat(answer.statusCode()).as(method).isIn(200, 400, 404, 409, 429);
      if (answer.statusCode() != 200) {
        assertThat(answer.body()).contains("\"code\"").doesNotContain(CANARY);
      }
    }

    assertNothingIsLeft(before);
  }

  private void assertNothingIsLeft(long before) {
    assertThat(log.text()).doesNotContain(CANARY, "call failed");
    assertThat(LiveHeap.bytes(ProcessHandle.current().pid()) - before).isLessThan(ROOM_TO_GROW);
  }
}
