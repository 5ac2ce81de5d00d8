/**
 * What the kinds share that speak PostgreSQL's protocol: a login by pgjdbc, and what its errors
 * mean. Depends on the connector port, {@code support} and {@code secret} alone.
 */
@NullMarked
package dev.rekey.connector.support.postgres;

import org.jspecify.annotations.NullMarked;
