package dev.rekey.cli.help;

import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.ExitCode;
import dev.rekey.cli.console.Item;
import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Session;
import dev.rekey.client.IntegrationKind;
import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.ConfigKey;
import dev.rekey.datasource.ConfigKey.Requirement;
import dev.rekey.datasource.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the kinds of data source, and their keys. */
@Command(
    name = "kinds",
    description = "Lists the kinds of data source, or the config keys of one. Asks no server.")
public final class ListKinds implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "KIND", arity = "0..1", description = "The kind, such as postgresql.")
  private @Nullable IntegrationKind kind;

  public ListKinds(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (kind == null) {
      session
          .output()
          .list(
              Arrays.stream(Kind.values()).map(ListKinds::item).toList(),
              List.of(Column.of("kind"), Column.of("required"), Column.of("secret")),
              "");
    } else {
      session
          .output()
          .list(
              Catalogue.of(known(kind)).stream().map(ListKinds::item).toList(),
              List.of(
                  Column.of("key"),
                  Column.of("needed"),
                  Column.of("secret"),
                  Column.of("default"),
                  Column.of("meaning")),
              "");
    }
    return ExitCode.OK.code();
  }

  private static Kind known(IntegrationKind kind) {
    if (kind == IntegrationKind.UNKNOWN) {
      throw Problem.usage("KIND: unknown is none");
    }
    return Kind.valueOf(kind.name());
  }

  private static Item item(Kind kind) {
    List<ConfigKey> keys = Catalogue.of(kind);
    return Item.of("kind", kind.name())
        .with("required", Catalogue.missing(kind, List.of()))
        .with("secret", keys.stream().filter(ConfigKey::secret).map(ConfigKey::name).toList());
  }

  private static Item item(ConfigKey key) {
    return Item.of("key", key.name())
        .with("needed", needed(key.requirement()))
        .with("secret", key.secret())
        .with("default", key.defaultValue())
        .with("meaning", key.meaning())
        .with("aliases", key.aliases());
  }

  private static String needed(Requirement requirement) {
    return switch (requirement) {
      case REQUIRED -> "yes";
      case OPTIONAL -> "no";
      case CONDITIONAL -> "sometimes";
    };
  }
}
