/** Amazon Redshift, by the JDBC driver of PostgreSQL, whose protocol it speaks. */
@NullMarked
package dev.rekey.connector.redshift;

import org.jspecify.annotations.NullMarked;
