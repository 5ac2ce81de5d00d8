package dev.rekey.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/** Nowhere in the chain are there any credentials; the SDK has no type of its own for that. */
final class NoCredentialsException extends SdkClientException {
  private static final long serialVersionUID = 1;

  NoCredentialsException(SdkClientException cause) {
    super(SdkClientException.builder().message("no credentials").cause(cause));
  }
}
