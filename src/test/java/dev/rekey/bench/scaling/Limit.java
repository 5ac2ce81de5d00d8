package dev.rekey.bench.scaling;

/** What a burst waits for, and what to do about it. */
enum Limit {
  JOURNAL("PostgreSQL's commits", "a faster disk for its log; several deployments"),
  QUOTA("the store's quota", "a raised quota; secrets in more accounts, regions or projects"),
  PARTITIONS("partitions", "as many partitions as workers, better four times that"),
  CORES("cores of the workers", "more workers, or more cores for each"),
  TESTS("tests at once", "`limits.max-concurrent-tests-per-kind`, or more workers"),
  PACE("`calls-per-second`", "raise it, up to the quota by the number of workers");

  private final String title;
  private final String advice;

  Limit(String title, String advice) {
    this.title = title;
    this.advice = advice;
  }

  String title() {
    return title;
  }

  String advice() {
    return advice;
  }

  /** Whether more workers help. */
  boolean isOfAWorker() {
    return this == CORES || this == TESTS || this == PACE;
  }
}
