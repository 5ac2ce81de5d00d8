package dev.rekey.datasource;

import java.util.List;
import java.util.Set;

/**
 * Something about a config that keeps nobody from anything, and that its owner may want to know.
 * Found in the names of the keys alone: nobody is asked.
 *
 * @param code what it is about
 * @param title in a few words
 * @param message what it means, and what mends it
 * @param keys that would mend it
 */
public record ConfigWarning(Code code, String title, String message, List<String> keys) {
  private static final List<String> UNLOAD =
      List.of("SNOWFLAKE_UNLOAD_STAGE", "SNOWFLAKE_UNLOAD_EXTERNAL_LOCATION");

  /** What a warning is about. */
  public enum Code {
    SNOWFLAKE_UNLOAD_NOT_CONFIGURED
  }

  /** The kinds that there are warnings for. */
  public static final Set<Kind> KINDS = Set.of(Kind.SNOWFLAKE);

  /** The warnings for a data source of a kind with these keys. */
  public static List<ConfigWarning> of(Kind kind, Set<String> keys) {
    return kind == Kind.SNOWFLAKE && UNLOAD.stream().noneMatch(keys::contains)
        ? List.of(
            new ConfigWarning(
                Code.SNOWFLAKE_UNLOAD_NOT_CONFIGURED,
                "No place to unload to",
                "Large results are read row by row, because there is no stage that they could be"
                    + " unloaded to: set SNOWFLAKE_UNLOAD_STAGE to one.",
                UNLOAD.subList(0, 1)))
        : List.of();
  }
}
