package dev.rekey.aws;

/**
 * What was asked of AWS, for the texts of its failures.
 *
 * @param resource as a user writes it, such as {@code aws-sm://eu-west-1/prod/db}
 * @param service as AWS writes it, such as {@code Secrets Manager}
 * @param permission that the call needs, such as {@code secretsmanager:GetSecretValue}
 * @param decrypts whether the key of the resource is used, which needs {@code kms:Decrypt} too
 */
public record AwsCall(
    String resource, String service, String region, String permission, boolean decrypts) {}
