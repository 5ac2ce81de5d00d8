/**
 * What connectors of several kinds share. Depends on the connector port and {@code secret} alone.
 */
@NullMarked
package dev.rekey.connector.support;

import org.jspecify.annotations.NullMarked;
