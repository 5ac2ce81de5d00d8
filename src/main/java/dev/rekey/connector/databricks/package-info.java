/**
 * Databricks SQL warehouses, by the <a
 * href="https://docs.databricks.com/api/workspace/statementexecution">statement execution API</a>.
 * Nothing of it needs to be registered for a native image.
 */
@NullMarked
package dev.rekey.connector.databricks;

import org.jspecify.annotations.NullMarked;
