package dev.rekey.rotation.journal;

import dev.rekey.rotation.Tries;
import java.time.Duration;

/**
 * How far an open state has come, in one column: {@code refusals,outages,waited ms,after ms,flag}.
 *
 * @param flag what the state itself makes of it
 */
record Progress(Tries tries, boolean flag) {
  static final Progress NONE = new Progress(Tries.NONE, false);

  static Progress of(Tries tries) {
    return new Progress(tries, false);
  }

  /** Reads what {@link #toString()} wrote; empty is {@link #NONE}. */
  static Progress parse(String column) {
    if (column.isEmpty()) {
      return NONE;
    }
    String[] parts = column.split(",", -1);
    return new Progress(
        new Tries(
            Integer.parseInt(parts[0]),
            Integer.parseInt(parts[1]),
            Duration.ofMillis(Long.parseLong(parts[2])),
            Duration.ofMillis(Long.parseLong(parts[3]))),
        Boolean.parseBoolean(parts[4]));
  }

  @Override
  public String toString() {
    return equals(NONE)
        ? ""
        : tries.refusals()
            + ","
            + tries.outages()
            + ","
            + tries.waited().toMillis()
            + ","
            + tries.after().toMillis()
            + ","
            + flag;
  }
}
