/**
 * The Java SDK: data sources, and what the worker did with them, over gRPC. Depends on the
 * generated stubs and on grpc-java alone, so that it can be published as a jar of its own.
 *
 * <p>Start at {@link dev.rekey.client.RekeyClient}.
 */
@NullMarked
package dev.rekey.client;

import org.jspecify.annotations.NullMarked;
