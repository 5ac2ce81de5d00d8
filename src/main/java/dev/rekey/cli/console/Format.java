package dev.rekey.cli.console;

/** What results are printed as. */
public enum Format {
  /** For people; may change at any time. */
  TABLE,
  /** For scripts; fields stay. */
  JSON,
  /** The same fields as JSON. */
  YAML
}
