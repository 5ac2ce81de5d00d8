/** PostgreSQL, by its JDBC driver. */
@NullMarked
package dev.rekey.connector.postgresql;

import org.jspecify.annotations.NullMarked;
