package dev.rekey.api.call;

/** Stack traces for the log. */
final class Traces {
  private static final int MAX_CAUSES = 8;

  private Traces() {}

  /** Types and frames without the messages, which may hold a value or an address with one. */
  static String withoutMessages(Throwable failure) {
    StringBuilder text = new StringBuilder();
    Throwable each = failure;
    for (int depth = 0; each != null && depth < MAX_CAUSES; depth++) {
      text.append(depth == 0 ? "" : "\nCaused by: ").append(each.getClass().getName());
      for (StackTraceElement frame : each.getStackTrace()) {
        text.append("\n\tat ").append(frame);
      }
      each = each.getCause();
    }
    return text.toString();
  }
}
