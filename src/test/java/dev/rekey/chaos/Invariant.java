package dev.rekey.chaos;

/** What holds whatever happens. */
enum Invariant {
  NO_EVENT_LOST("events lost"),
  NEVER_LEFT_ON_A_FAILING_CREDENTIAL("on a failing credential while the previous one works"),
  NOTHING_APPLIED_TWICE("double applies"),
  KEY_SETS_WHOLE("half-written key sets"),
  ENDS_BY_THE_TRUTH("wrong outcomes");

  private final String title;

  Invariant(String title) {
    this.title = title;
  }

  /** What its violations are called in a table. */
  String title() {
    return title;
  }

  Violation by(String subject, String what) {
    return new Violation(this, subject, what);
  }
}
