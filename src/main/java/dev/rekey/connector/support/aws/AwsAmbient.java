package dev.rekey.connector.support.aws;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * What the worker itself brings to AWS, where a config says nothing.
 *
 * @param credentials asked at each test; closed by who made it
 * @param region that of the machine
 * @param endpoint in the place of AWS's own, for all services and regions
 */
public record AwsAmbient(
    AwsCredentialsProvider credentials, Optional<String> region, Optional<URI> endpoint) {}
