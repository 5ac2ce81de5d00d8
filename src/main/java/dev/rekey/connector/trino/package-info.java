/**
 * Trino, by its <a href="https://trino.io/docs/current/develop/client-protocol.html">client REST
 * API</a>: HTTP and JSON, which is all that a test needs of the JDBC driver. Needs neither
 * reflection nor resources in a native image beyond those of the HTTP client.
 */
@NullMarked
package dev.rekey.connector.trino;

import org.jspecify.annotations.NullMarked;
