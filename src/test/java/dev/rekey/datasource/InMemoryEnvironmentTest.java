package dev.rekey.datasource;

import java.time.InstantSource;

/** The fakes say what the real ones say. */
class InMemoryEnvironmentTest extends EnvironmentContract {
  @Override
  protected All empty(InstantSource clock) {
    DataSources dataSources = new InMemoryDataSources(clock);
    return new All(
        dataSources,
        new InMemoryEnvironmentSecrets(clock, dataSources),
        new InMemoryPermissionTags(clock),
        new InMemoryCallLog());
  }
}
