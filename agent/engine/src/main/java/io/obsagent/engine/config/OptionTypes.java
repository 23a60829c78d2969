package io.obsagent.engine.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The kinds of value a setting can have. */
final class OptionTypes {
  static final OptionType<String> TEXT = new Text("text");
  static final OptionType<String> FILE = new Text("file");
  static final OptionType<String> URL = new Url();
  static final OptionType<Boolean> BOOLEAN = new Bool();
  static final OptionType<Integer> COUNT = new Whole("integer, 0 or more", 0);
  static final OptionType<Integer> POSITIVE = new Whole("integer, 1 or more", 1);

  static final OptionType<Double> NUMBER = new Decimal();

  /** Milliseconds. */
  static final OptionType<Long> DURATION = new DurationType();

  /** Bytes. */
  static final OptionType<Long> SIZE = new Size();

  static final OptionType<List<String>> LIST = new Listing();
  static final OptionType<Map<String, String>> MAP = new Mapping();

  private OptionTypes() {}

  /** The parts between commas, trimmed, empty ones left out. */
  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (start <= text.length()) {
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      String part = text.substring(start, end).trim();
      if (!part.isEmpty()) {
        parts.add(part);
      }
      start = end + 1;
    }
    return parts;
  }

  static String join(List<String> parts, String separator) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      text.append(i == 0 ? "" : separator).append(parts.get(i));
    }
    return text.toString();
  }

  private static final class Text extends OptionType<String> {
    Text(String label) {
      super(label);
    }

    @Override
    String parse(String text, Remarks remarks) {
      return text;
    }
  }

  private static final class Url extends OptionType<String> {
    Url() {
      super("URL");
    }

    @Override
    String parse(String text, Remarks remarks) {
      String lower = text.toLowerCase(Locale.ROOT);
      int host = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : -1;
      if (host < 0 || host == text.length() || text.charAt(host) == '/') {
        throw new IllegalArgumentException("a URL that begins with http:// or https:// and a host");
      }
      return text;
    }
  }

  private static final class Bool extends OptionType<Boolean> {
    Bool() {
      super("boolean");
    }

    @Override
    Boolean parse(String text, Remarks remarks) {
      if (text.equalsIgnoreCase("true")) {
        return Boolean.TRUE;
      }
      if (text.equalsIgnoreCase("false")) {
        return Boolean.FALSE;
      }
      throw new IllegalArgumentException("true or false");
    }
  }

  private static final class Whole extends OptionType<Integer> {
    private final int least;

    Whole(String label, int least) {
      super(label);
      this.least = least;
    }

    @Override
    Integer parse(String text, Remarks remarks) {
      try {
        int value = Integer.parseInt(text);
        if (value >= least) {
          return value;
        }
      } catch (NumberFormatException notANumber) {
        // Said below.
      }
      throw new IllegalArgumentException("an " + label());
    }
  }

  private static final class Decimal extends OptionType<Double> {
    Decimal() {
      super("number, 0 or more");
    }

    @Override
    Double parse(String text, Remarks remarks) {
      try {
        double value = Double.parseDouble(text);
        if (value >= 0 && value <= Double.MAX_VALUE) {
          return value;
        }
      } catch (NumberFormatException notANumber) {
        // Said below.
      }
      throw new IllegalArgumentException("a " + label());
    }
  }

  private static final class DurationType extends OptionType<Long> {
    private static final String[] UNITS = {"ms", "s", "m", "h", "d"};
    private static final long[] MILLIS = {1, 1_000, 60_000, 3_600_000, 86_400_000};

    DurationType() {
      super("duration");
    }

    @Override
    Long parse(String text, Remarks remarks) {
      int digits = leadingDigits(text);
      String unit = text.substring(digits).trim();
      if (digits > 0) {
        try {
          long amount = Long.parseLong(text.substring(0, digits));
          if (unit.isEmpty()) {
            return amount;
          }
          for (int i = 0; i < UNITS.length; i++) {
            if (unit.equalsIgnoreCase(UNITS[i])) {
              return Math.multiplyExact(amount, MILLIS[i]);
            }
          }
        } catch (ArithmeticException | NumberFormatException tooLarge) {
          // Said below.
        }
      }
      throw new IllegalArgumentException(
          "a duration such as 500ms, 5s or 2m (a plain number is milliseconds)");
    }

    @Override
    String format(Long millis) {
      for (int i = UNITS.length - 1; i > 0; i--) {
        if (millis != 0 && millis % MILLIS[i] == 0) {
          return millis / MILLIS[i] + UNITS[i];
        }
      }
      return millis + "ms";
    }
  }

  private static final class Size extends OptionType<Long> {
    private static final String UNITS = "kmgt";

    Size() {
      super("size");
    }

    @Override
    Long parse(String text, Remarks remarks) {
      int digits = leadingDigits(text);
      String unit = text.substring(digits).trim().toLowerCase(Locale.ROOT);
      int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit.charAt(0)) + 1;
      String rest = power == 0 ? unit : unit.substring(1);
      boolean known =
          power == 0
              ? rest.isEmpty() || rest.equals("b")
              : rest.isEmpty() || rest.equals("b") || rest.equals("ib");
      if (digits > 0 && known) {
        try {
          return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), 1L << (10 * power));
        } catch (ArithmeticException | NumberFormatException tooLarge) {
          // Said below.
        }
      }
      throw new IllegalArgumentException(
          "a size such as 512KiB, 16MiB or 1g (a plain number is bytes)");
    }

    @Override
    String format(Long bytes) {
      if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) {
        return (bytes >> 20) + "MiB";
      }
      return bytes >= 1 << 10 && bytes % (1 << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
    }
  }

  private static final class Listing extends OptionType<List<String>> {
    Listing() {
      super("list");
    }

    @Override
    List<String> parse(String text, Remarks remarks) {
      return Collections.unmodifiableList(split(text));
    }

    @Override
    String format(List<String> value) {
      return join(value, ",");
    }
  }

  private static final class Mapping extends OptionType<Map<String, String>> {
    Mapping() {
      super("map: k=v,k2=v2");
    }

    @Override
    Map<String, String> parse(String text, Remarks remarks) {
      Map<String, String> map = new LinkedHashMap<>();
      List<String> entries = split(text);
      for (int i = 0; i < entries.size(); i++) {
        String entry = entries.get(i);
        int equals = entry.indexOf('=');
        String key = equals < 0 ? "" : entry.substring(0, equals).trim();
        if (key.isEmpty()) {
          remarks.wrong("entry " + (i + 1) + " is not key=value and is left out");
          continue;
        }
        String value = entry.substring(equals + 1).trim();
        if (!value.isEmpty()) {
          map.put(key, PercentDecoder.decode(value));
        }
      }
      return Collections.unmodifiableMap(map);
    }

    @Override
    String format(Map<String, String> value) {
      StringBuilder text = new StringBuilder();
      for (Map.Entry<String, String> entry : value.entrySet()) {
        text.append(text.length() == 0 ? "" : ",").append(entry.getKey()).append('=');
        text.append(entry.getValue());
      }
      return text.toString();
    }
  }

  private static int leadingDigits(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    return digits;
  }
}
