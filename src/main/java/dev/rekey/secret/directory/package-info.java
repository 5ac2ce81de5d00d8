/**
 * Secrets in a mounted directory: Kubernetes secrets, a CSI driver, the output of a Vault agent, or
 * plain files. May depend on {@code secret} and on Jackson.
 */
@NullMarked
package dev.rekey.secret.directory;

import org.jspecify.annotations.NullMarked;
