/**
 * Google BigQuery, by its <a href="https://cloud.google.com/bigquery/docs/reference/rest">REST
 * API</a>.
 */
@NullMarked
package dev.rekey.connector.bigquery;

import org.jspecify.annotations.NullMarked;
