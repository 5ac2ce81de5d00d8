package dev.rekey.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/** Nowhere in the chain are there any credentials; the SDK has no type of its own for that. */
public final class NoCredentialsException extends SdkClientException {
  private static final long serialVersionUID = 1;

  public NoCredentialsException(SdkClientException cause) {
    super(SdkClientException.builder().message("no credentials").cause(cause));
  }
}
