package dev.rekey.aws;

import java.util.Optional;

/**
 * A role that is assumed before anything else is asked.
 *
 * @param externalId what the trust policy of the role asks for, where it does
 */
public record AwsRole(String arn, Optional<String> externalId) {}
