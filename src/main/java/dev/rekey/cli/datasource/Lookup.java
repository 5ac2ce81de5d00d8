package dev.rekey.cli.datasource;

import dev.rekey.cli.console.Problem;
import dev.rekey.client.Datasource;
import dev.rekey.client.RekeyClient;
import java.util.List;

/** Data sources as people name them: by name, or by id. */
public final class Lookup {
  private Lookup() {}

  /**
   * @throws Problem when there is none, or one has as its name what is the id of another
   */
  static Datasource find(RekeyClient client, String nameOrId) {
    return find(client.datasources().list(), nameOrId);
  }

  /** As {@link #find(RekeyClient, String)}, among these. */
  public static Datasource find(List<Datasource> all, String nameOrId) {
    List<Datasource> found =
        all.stream()
            .filter(each -> each.name().equals(nameOrId) || each.id().equals(nameOrId))
            .toList();
    if (found.isEmpty()) {
      throw Problem.notFound(
          "SOURCE: there is no data source called %s (`rekey datasources list` shows all)"
              .formatted(nameOrId));
    }
    if (found.size() > 1) {
      throw Problem.usage(
          "SOURCE: %s is the name of one data source and the id of another; use the id of the first"
              .formatted(nameOrId));
    }
    return found.getFirst();
  }
}
