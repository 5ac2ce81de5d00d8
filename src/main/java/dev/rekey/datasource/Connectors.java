package dev.rekey.datasource;

import dev.rekey.connector.Connector;

/** The connector of each kind. */
@FunctionalInterface
public interface Connectors {
  Connector of(Kind kind);
}
