/**
 * Secrets in AWS Secrets Manager. May depend on {@code secret}, {@code aws} and the client of
 * Secrets Manager.
 */
@NullMarked
package dev.rekey.secret.aws;

import org.jspecify.annotations.NullMarked;
