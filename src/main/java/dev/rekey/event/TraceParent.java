package dev.rekey.event;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where something stands in a trace: a {@code traceparent} of the W3C. A hint like all of an event:
 * it decides about nothing but which trace tells of it.
 *
 * @param text as it goes from one to the next, such as {@code
 *     00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01}
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C: Trace Context</a>
 */
public record TraceParent(String text) {
  /** How it is called in headers, attributes and CloudEvents. */
  public static final String NAME = "traceparent";

  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final int TRACE_FROM = 3;
  private static final int TRACE_TO = 35;

  public TraceParent {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("this is no traceparent");
    }
  }

  /** Empty when the text is none. */
  public static Optional<TraceParent> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new TraceParent(text)) : Optional.empty();
  }

  /** The id of the trace: 32 hexadecimal digits. */
  public String traceId() {
    return text.substring(TRACE_FROM, TRACE_TO);
  }
}
