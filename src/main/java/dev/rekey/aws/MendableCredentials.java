package dev.rekey.aws;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials of the SDK that are looked for anew after they were not found: its providers keep to
 * what they saw when they were made, such as a file that was not there. Thread-safe.
 */
final class MendableCredentials implements AwsCredentialsProvider, SdkAutoCloseable {
  private final Supplier<AwsCredentialsProvider> making;
  private final AtomicReference<AwsCredentialsProvider> current;

  /**
   * @param making makes a provider that has seen nothing yet
   */
  MendableCredentials(Supplier<AwsCredentialsProvider> making) {
    this.making = making;
    this.current = new AtomicReference<>(making.get());
  }

  @Override
  public AwsCredentials resolveCredentials() {
    AwsCredentialsProvider asked = current.get();
    try {
      return asked.resolveCredentials();
    } catch (SdkClientException e) {
      if (current.compareAndSet(asked, making.get())) {
        close(asked);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    close(current.get());
  }

  static void close(AwsCredentialsProvider provider) {
    if (provider instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }
}
