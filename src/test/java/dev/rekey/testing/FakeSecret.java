package dev.rekey.testing;

import com.google.cloud.secretmanager.v1.SecretVersion;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;

/** One secret of a {@link FakeSecretManager}. Not thread-safe. */
final class FakeSecret {
  private final List<Version> versions = new ArrayList<>();
  private int seen = Integer.MAX_VALUE;

  record Version(int number, byte[] value, SecretVersion.State state) {}

  int add(byte[] value) {
    versions.add(new Version(versions.size() + 1, value, SecretVersion.State.ENABLED));
    return versions.size();
  }

  void state(int number, SecretVersion.State state) {
    versions.set(number - 1, new Version(number, versions.get(number - 1).value(), state));
  }

  void lagBehind(int number) {
    seen = number;
  }

  List<Version> newestFirst() {
    return versions.subList(0, Math.min(seen, versions.size())).reversed();
  }

  /** The version by its number, or the latest one, in whatever state that is. */
  Version readable(String which) {
    int number = which.equals("latest") ? Math.min(seen, versions.size()) : Integer.parseInt(which);
    if (number < 1 || number > versions.size()) {
      throw refusal(Status.NOT_FOUND, "Secret Version not found.");
    }
    Version version = versions.get(number - 1);
    if (version.state() != SecretVersion.State.ENABLED) {
      throw refusal(
          Status.FAILED_PRECONDITION, "Secret Version is in " + version.state() + " state.");
    }
    return version;
  }

  private static StatusRuntimeException refusal(Status status, String text) {
    return status.withDescription(text).asRuntimeException();
  }
}
