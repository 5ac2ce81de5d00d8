package dev.rekey.aws;

import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Encrypts a few kilobytes with a key of AWS KMS. It needs kms:Encrypt and kms:Decrypt on the key.
 * Calls block and may be made from many threads at once; each opens a connection and closes it.
 */
public final class AwsKms {
  private final Supplier<AwsAccess> access;
  private final String region;
  private final String keyId;

  /**
   * @param access gives what this closes after each call
   * @param keyId the id, ARN or alias of a symmetric key
   */
  public AwsKms(Supplier<AwsAccess> access, String region, String keyId) {
    this.access = access;
    this.region = region;
    this.keyId = keyId;
  }

  /**
   * @param plain at most 4,096 bytes
   * @throws IOException when KMS does not do it; the message says what it answered
   */
  public byte[] encrypt(byte[] plain) throws IOException {
    return call(
        kms ->
            kms.encrypt(ask -> ask.keyId(keyId).plaintext(SdkBytes.fromByteArray(plain)))
                .ciphertextBlob());
  }

  /**
   * @throws IOException when KMS does not do it; the message says what it answered
   */
  public byte[] decrypt(byte[] sealed) throws IOException {
    return call(
        kms ->
            kms.decrypt(ask -> ask.keyId(keyId).ciphertextBlob(SdkBytes.fromByteArray(sealed)))
                .plaintext());
  }

  private byte[] call(Function<KmsClient, SdkBytes> call) throws IOException {
    try (AwsAccess aws = access.get();
        KmsClient kms = aws.client(KmsClient.builder(), region)) {
      return call.apply(kms).asByteArray();
    } catch (AwsServiceException e) {
      String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
      throw new IOException(
          "AWS KMS answered %s (HTTP %d) for the key %s in %s: the worker needs kms:Encrypt and kms:Decrypt on it"
              .formatted(code, e.statusCode(), keyId, region));
    } catch (SdkException e) {
      throw new IOException(
          "AWS KMS in %s cannot be asked for the key %s: %s"
              .formatted(region, keyId, e.getClass().getSimpleName()));
    }
  }
}
