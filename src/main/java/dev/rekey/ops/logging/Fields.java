package dev.rekey.ops.logging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;

/**
 * Makes fields of what is logged as a fixed message and {@code key=%s} behind it, as all of Rekey
 * does. A message of another form stays as it is. Good for any thread.
 */
public final class Fields {
  private static final Pattern FIELD = Pattern.compile("\\s+([A-Za-z][A-Za-z0-9]*)=%[sd]");

  private Fields() {}

  /** Takes the fields out of the message, and puts them beside it. */
  public static void split(ExtLogRecord line) {
    String format = line.getMessage();
    Object[] values = line.getParameters();
    if (format == null || values == null || line.getFormatStyle() != FormatStyle.PRINTF) {
      return;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher matcher = FIELD.matcher(format);
    int end = format.length();
    while (matcher.find()) {
      if (fields.isEmpty()) {
        end = matcher.start();
      }
      int index = fields.size();
      if (index == values.length || fields.containsKey(matcher.group(1))) {
        return;
      }
      fields.put(matcher.group(1), String.valueOf(values[index]));
    }
    // A conversion that is no field would shift the values.
    if (!fields.isEmpty() && fields.size() == conversions(format)) {
      fields.forEach(line::putMdc);
      line.setMessage(format.substring(0, end), FormatStyle.NO_FORMAT);
      line.setParameters(null);
    }
  }

  private static long conversions(String format) {
    return format.chars().filter(character -> character == '%').count();
  }
}
