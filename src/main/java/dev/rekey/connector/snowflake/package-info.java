/**
 * Snowflake, by the requests that its drivers make. The JDBC driver itself is not used: it unpacks
 * a native library into the temporary folder, keeps HTTP clients for the life of the JVM, and
 * connects without asking whether it may.
 */
@NullMarked
package dev.rekey.connector.snowflake;

import org.jspecify.annotations.NullMarked;
