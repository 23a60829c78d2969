package io.obsagent.instrumentation.logging.structured;

import io.obsagent.engine.Engine;
import io.obsagent.instrumentation.logging.LogStamp;
import java.util.Map;

/**
 * One log event as one line of JSON, in the format of {@code obs.logs.format}. The adapters of the
 * libraries give the parts in the order of the methods here; what is null is left out.
 *
 * <p>For one event and one thread: nothing is shared or kept, so an event that is logged while
 * another is being written (by a {@code toString} of the application's) disturbs nothing. Costs one
 * array that doubles, and the copy the library takes.
 */
public final class LogLine {
  private static final int MILLIS_PER_DAY = 86_400_000;

  private final LogFormat format;
  private final JsonText json;

  /** Our entries found in the log context, by number. */
  private final String[] ids = new String[LogStamp.MAX_ENTRIES];

  private boolean inContext;

  private LogLine(LogFormat format, boolean ascii) {
    this.format = format;
    json = new JsonText(ascii);
  }

  /**
   * Begins a line.
   *
   * @param ascii true where it goes through a writer of unknown encoding
   * @param epochMillis when the event was made
   */
  public static LogLine begin(boolean ascii, long epochMillis, Object level) {
    LogLine line = new LogLine(LogFormat.configured(), ascii);
    line.json.plain("{\"").plain(line.format.timestamp).plain("\":\"");
    line.instant(epochMillis);
    line.json.plain('"');
    line.field(line.format.level, level == null ? null : level.toString());
    return line;
  }

  public LogLine origin(String logger, String thread) {
    field(format.logger, logger);
    field(format.thread, thread);
    field(format.service, Engine.serviceName());
    if (format == LogFormat.ECS) {
      field("ecs.version", "1.2.0");
    }
    return this;
  }

  public LogLine message(CharSequence message) {
    field("message", message);
    return this;
  }

  /** The log context, ours included: what the library's own layouts would see. */
  public LogLine context(Map<?, ?> entries) {
    if (entries != null && !entries.isEmpty()) {
      for (Map.Entry<?, ?> entry : entries.entrySet()) {
        context(entry.getKey(), entry.getValue());
      }
    }
    return this;
  }

  /** One entry of the log context. */
  public void context(Object key, Object value) {
    if (key == null || value == null) {
      return;
    }
    String name = key.toString();
    for (int i = 0; i < LogStamp.MAX_ENTRIES; i++) {
      if (LogStamp.key(i).equals(name) && isTopLevel(i)) {
        ids[i] = value.toString();
        return;
      }
    }
    if (inContext) {
      json.plain(',');
    } else {
      json.plain(",\"").plain(format.context).plain("\":{");
      inContext = true;
    }
    json.plain('"').escaped(name).plain("\":\"").escaped(value.toString()).plain('"');
  }

  /** The Elastic Common Schema has no field for the flags; they stay with the labels. */
  private boolean isTopLevel(int index) {
    return format.idField(index, LogStamp.key(index)) != null;
  }

  /** Closes the log context: after its last entry, also when there was none. */
  public LogLine ids() {
    if (inContext) {
      json.plain('}');
    }
    for (int i = 0; i < LogStamp.MAX_ENTRIES; i++) {
      if (ids[i] != null) {
        field(format.idField(i, LogStamp.key(i)), ids[i]);
      }
    }
    return this;
  }

  public LogLine thrown(Throwable thrown) {
    if (thrown != null) {
      field(format.exceptionType, thrown.getClass().getName());
      field(format.exceptionMessage, StackText.message(thrown));
      json.plain(",\"").plain(format.stackTrace).plain("\":\"");
      StackText.write(thrown, json);
      json.plain('"');
    }
    return this;
  }

  /** An exception of which only the printed form has come over the wire. */
  public LogLine thrown(String printed) {
    field(format.stackTrace, printed);
    return this;
  }

  /** The line with its line feed, in UTF-8. */
  public byte[] toBytes() {
    return json.plain("}\n").toBytes();
  }

  /** The line with its line feed; only of a line begun in ASCII. */
  public String toText() {
    return json.plain("}\n").toText();
  }

  private void field(String name, CharSequence value) {
    if (value != null) {
      json.plain(",\"").escaped(name).plain("\":\"").escaped(value).plain('"');
    }
  }

  /**
   * ISO 8601 in UTC with milliseconds; the calendar of the proleptic Gregorian era, years 0-9999.
   */
  private void instant(long epochMillis) {
    long days = Math.floorDiv(epochMillis, MILLIS_PER_DAY);
    long millis = Math.floorMod(epochMillis, MILLIS_PER_DAY);
    // Counted from 1 March 0000, so that the leap day ends a year and each era has 146 097 days.
    long shifted = days + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    long dayOfEra = shifted - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long marchMonth = (5 * dayOfYear + 2) / 153;
    long month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    json.digits(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4)
        .plain('-')
        .digits(month, 2)
        .plain('-')
        .digits(dayOfYear - (153 * marchMonth + 2) / 5 + 1, 2)
        .plain('T')
        .digits(millis / 3_600_000, 2)
        .plain(':')
        .digits(millis / 60_000 % 60, 2)
        .plain(':')
        .digits(millis / 1_000 % 60, 2)
        .plain('.')
        .digits(millis % 1_000, 3)
        .plain('Z');
  }
}
