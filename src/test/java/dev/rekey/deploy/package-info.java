/**
 * What the worker is deployed with, tried for real: the Terraform modules, the Helm chart, compose,
 * images and releases. Depends on the test servers and on the worker's configuration.
 */
@NullMarked
package dev.rekey.deploy;

import org.jspecify.annotations.NullMarked;
