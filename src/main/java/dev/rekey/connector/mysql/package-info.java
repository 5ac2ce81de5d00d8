/**
 * MySQL and MariaDB, by MySQL's own JDBC driver.
 *
 * <p>In a native image the driver is initialised at run time, and its exceptions, logs, bundles and
 * {@link dev.rekey.connector.mysql.MysqlSockets} are made by name.
 */
@NullMarked
package dev.rekey.connector.mysql;

import org.jspecify.annotations.NullMarked;
