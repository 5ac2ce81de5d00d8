package dev.rekey.cli.declare;

import dev.rekey.client.BindingSpec;
import dev.rekey.client.Config;
import dev.rekey.client.Datasource;
import dev.rekey.client.IntegrationKind;
import java.util.List;
import java.util.Optional;

/** Something that is to be done so that an environment is as a file says. */
sealed interface Change {
  /** The name of the data source that it concerns. */
  String dataSource();

  /** What is different, for a person; no secret. */
  List<Difference> differences();

  /**
   * A key, or another word of what is different.
   *
   * @param before empty where there was nothing
   */
  record Difference(String key, Optional<String> before, String after) {}

  /** A data source that is not there. */
  record NewSource(
      String dataSource, IntegrationKind kind, Config config, List<Difference> differences)
      implements Change {}

  /**
   * A data source with other keys.
   *
   * @param config the keys that differ
   */
  record ChangedSource(Datasource existing, Config config, List<Difference> differences)
      implements Change {
    @Override
    public String dataSource() {
      return existing.name();
    }
  }

  /**
   * A binding that is not there, or on other terms.
   *
   * @param isNew whether it is not there
   */
  record Bound(BindingSpec binding, boolean isNew, List<Difference> differences) implements Change {
    @Override
    public String dataSource() {
      return binding.dataSource();
    }
  }

  /** A binding that is there already, of a data source that is not: it is rotated once that is. */
  record Refilled(BindingSpec binding) implements Change {
    @Override
    public String dataSource() {
      return binding.dataSource();
    }

    @Override
    public List<Difference> differences() {
      return List.of();
    }
  }
}
