package io.obsagent.engine.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Percent-decoding as W3C Baggage asks for it, which OpenTelemetry uses in resource attributes and
 * headers. Not {@link java.net.URLDecoder}: there a plus sign would become a space and a stray
 * percent sign an exception.
 */
public final class PercentDecoder {
  private PercentDecoder() {}

  /** The decoded text; a percent sign not followed by two hexadecimal digits stays as it is. */
  public static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length && bytes[i] == '%' ? digit(bytes[i + 1]) : -1;
      int low = high < 0 ? -1 : digit(bytes[i + 2]);
      if (low >= 0) {
        decoded.write(high << 4 | low);
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    return new String(decoded.toByteArray(), StandardCharsets.UTF_8);
  }

  private static int digit(byte character) {
    return Character.digit((char) (character & 0xff), 16);
  }
}
