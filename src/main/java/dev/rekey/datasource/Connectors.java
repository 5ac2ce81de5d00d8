package dev.rekey.datasource;

import dev.rekey.connector.Connector;
import dev.rekey.connector.StageConnector;
import dev.rekey.connector.StreamConnector;
import java.util.Optional;

/** The connector of each kind. */
@FunctionalInterface
public interface Connectors {
  Connector of(Kind kind);

  /** The connector of a kind whose data sources carry messages; empty for another kind. */
  default Optional<StreamConnector> stream(Kind kind) {
    return of(kind) instanceof StreamConnector stream ? Optional.of(stream) : Optional.empty();
  }

  /** The connector of a kind whose data sources have named stages; empty for another kind. */
  default Optional<StageConnector> stages(Kind kind) {
    return of(kind) instanceof StageConnector stages ? Optional.of(stages) : Optional.empty();
  }
}
