/**
 * Google Cloud Spanner, by the stubs of its gRPC API: without the sessions of its client library.
 */
@NullMarked
package dev.rekey.connector.spanner;

import org.jspecify.annotations.NullMarked;
