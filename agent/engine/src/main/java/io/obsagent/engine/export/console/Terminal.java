package io.obsagent.engine.export.console;

import java.io.Console;
import java.nio.charset.Charset;

/**
 * What the process's standard streams can show. Asked when the first trace is printed, not before:
 * {@link System#console} is not cheap on every JDK.
 */
final class Terminal {
  private static final String[] ENCODINGS = {
    "stdout.encoding", "sun.stdout.encoding", "native.encoding", "sun.jnu.encoding", "file.encoding"
  };

  private Terminal() {}

  /** A person is looking, through something that knows colours, and has not asked for none. */
  static boolean hasColour() {
    try {
      String term = System.getenv("TERM");
      String noColour = System.getenv("NO_COLOR");
      return term != null
          && !term.isEmpty()
          && !term.equals("dumb")
          && (noColour == null || noColour.isEmpty())
          && isInteractive();
    } catch (SecurityException forbidden) {
      return false;
    }
  }

  private static boolean isInteractive() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since 22 there is a console without a terminal, too, and a method that tells.
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException older) {
      return true;
    }
  }

  /**
   * The charset of the standard streams: that of the terminal where there is one, else that of the
   * platform, which is not what {@code file.encoding} says since Java 18.
   *
   * @param stream {@code stdout} or {@code stderr}
   */
  static Charset charset(String stream) {
    for (String property : ENCODINGS) {
      try {
        String name = System.getProperty(property.replace("stdout", stream));
        if (name != null && Charset.isSupported(name)) {
          return Charset.forName(name);
        }
      } catch (IllegalArgumentException | SecurityException unknown) {
        // The next one.
      }
    }
    return Charset.defaultCharset();
  }
}
