/**
 * The API over plain HTTP, on the port of gRPC: the Connect protocol for unary methods, in binary
 * and in JSON, and the REST token endpoint. Generic over all methods. Also what gRPC over Vert.x
 * needs at the door. Depends on Vert.x.
 */
@NullMarked
package dev.rekey.api.connect;

import org.jspecify.annotations.NullMarked;
