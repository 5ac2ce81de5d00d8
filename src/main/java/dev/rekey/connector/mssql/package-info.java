/**
 * Microsoft SQL Server and Azure SQL, by Microsoft's JDBC driver. In a native image the driver is
 * initialised at run time, with its bundle of messages. Tokens of Microsoft Entra are fetched by
 * HTTP, so that the libraries which the driver would use for them are not needed.
 */
@NullMarked
package dev.rekey.connector.mssql;

import org.jspecify.annotations.NullMarked;
