/**
 * Secrets of Google Secret Manager. May depend on {@code secret}, {@code google} and Google's
 * client, which speaks gRPC.
 */
@NullMarked
package dev.rekey.secret.gcp;

import org.jspecify.annotations.NullMarked;
