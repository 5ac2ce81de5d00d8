package dev.rekey.datasource;

import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

class InMemoryDataSourcesTest {
  private static DataSourcesFixture.Both both(
      DataSourceRules rules, Connectors connectors, InstantSource clock) {
    InMemoryDataSources dataSources =
        new InMemoryDataSources(
            clock, rules, connectors, fence -> !fence.equals(DataSourcesFixture.GONE_BY));
    return new DataSourcesFixture.Both(dataSources, dataSources);
  }

  @Nested
  class Config extends StoredDataSourcesContract {
    @Override
    protected Both empty(DataSourceRules rules, Connectors connectors, InstantSource clock) {
      return both(rules, connectors, clock);
    }
  }

  @Nested
  class Swaps extends StoredSwapContract {
    @Override
    protected Both empty(DataSourceRules rules, Connectors connectors, InstantSource clock) {
      return both(rules, connectors, clock);
    }
  }

  @Nested
  class Tests extends StoredConnectionTestContract {
    @Override
    protected Both empty(DataSourceRules rules, Connectors connectors, InstantSource clock) {
      return both(rules, connectors, clock);
    }
  }
}
