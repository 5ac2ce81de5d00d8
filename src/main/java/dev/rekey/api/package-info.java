/**
 * The public API, served on one port: gRPC, Connect and the REST token endpoint. The only package
 * of the worker that sees generated server types. Depends on the ports of {@code datasource} and
 * {@code rotation}, on gRPC and on Quarkus.
 *
 * <p>{@code api.access} decides who may call what, {@code api.call} carries a call out, {@code
 * api.service} holds the services, {@code api.connect} serves them over plain HTTP. This package
 * puts them together.
 */
@NullMarked
package dev.rekey.api;

import org.jspecify.annotations.NullMarked;
