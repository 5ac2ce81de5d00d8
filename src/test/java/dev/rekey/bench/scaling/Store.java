package dev.rekey.bench.scaling;

/**
 * Where secrets are: what one worker asks for in a second as it is configured, and what the
 * provider allows all of them together. The sources of the quotas are in docs/scaling.md.
 */
enum Store {
  /** Where nothing but what is measured is to count. */
  UNPACED("nowhere", Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY),
  DIRECTORY("a directory", 1_000, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY),
  AWS("AWS Secrets Manager", 100, 10_000, 40_000),
  GOOGLE("Google Secret Manager", 100, 90_000 / 60.0, 600 / 60.0);

  private final String title;
  private final double pace;
  private final double fetches;
  private final double looks;

  /**
   * @param pace the default of calls-per-second, of each worker
   * @param fetches of values, a second, of one account and region, or of one project
   * @param looks at the current version, likewise
   */
  Store(String title, double pace, double fetches, double looks) {
    this.title = title;
    this.pace = pace;
    this.fetches = fetches;
    this.looks = looks;
  }

  String title() {
    return title;
  }

  double pace() {
    return pace;
  }

  double fetches() {
    return fetches;
  }

  double looks() {
    return looks;
  }
}
