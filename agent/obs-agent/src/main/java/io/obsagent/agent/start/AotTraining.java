package io.obsagent.agent.start;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Whether this JVM is run to make an AOT cache (JDK 24 and later). A JVM whose {@code
 * java.lang.Thread} was woven crashes when it writes the cache (seen with 25.0.3): in training that
 * class is left alone, and threads that a request starts do not carry its context.
 */
final class AotTraining {
  private static final int FIRST_JDK = 24;
  private static final String[] OPTIONS = {
    "-XX:AOTCacheOutput=", "-XX:AOTMode=record", "-XX:AOTMode=create"
  };

  private AotTraining() {}

  /** Reads the JVM's options from the environment and, on Linux, from its command line. */
  static boolean isUnderWay() {
    if (feature(System.getProperty("java.specification.version")) < FIRST_JDK) {
      return false;
    }
    return isAskedFor(System.getenv("JAVA_TOOL_OPTIONS"))
        || isAskedFor(System.getenv("JDK_JAVA_OPTIONS"))
        || isAskedFor(System.getenv("_JAVA_OPTIONS"))
        || isAskedFor(commandLine());
  }

  /** 25 for {@code 25}, 1 for {@code 1.8}, 0 for what is no number. */
  static int feature(String version) {
    int number = 0;
    for (int i = 0; version != null && i < version.length(); i++) {
      char digit = version.charAt(i);
      if (digit < '0' || digit > '9') {
        break;
      }
      number = 10 * number + digit - '0';
    }
    return number;
  }

  static boolean isAskedFor(String options) {
    if (options != null) {
      for (String option : OPTIONS) {
        if (options.contains(option)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Null where there is none to read. */
  private static String commandLine() {
    try (InputStream in = new FileInputStream("/proc/self/cmdline")) {
      ByteArrayOutputStream text = new ByteArrayOutputStream(1_024);
      byte[] buffer = new byte[1_024];
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        text.write(buffer, 0, read);
      }
      return new String(text.toByteArray(), StandardCharsets.ISO_8859_1);
    } catch (IOException | SecurityException elsewhere) {
      return null;
    }
  }
}
