package io.obsagent.engine.resource;

import java.io.File;

/**
 * What was started: {@code sun.java.command} taken apart. That property is the JAR or the main
 * class, then the arguments, with spaces between and no quoting.
 */
final class CommandLine {
  private final String archive;
  private final String mainClass;
  private final String arguments;

  private CommandLine(String archive, String mainClass, String arguments) {
    this.archive = archive;
    this.mainClass = mainClass;
    this.arguments = arguments;
  }

  static CommandLine of(Surroundings surroundings) {
    String command = surroundings.property("sun.java.command");
    if (command == null) {
      return new CommandLine(null, null, "");
    }
    int end = archiveEnd(command);
    if (end > 0) {
      return new CommandLine(command.substring(0, end), null, command.substring(end));
    }
    int space = command.indexOf(' ');
    String first = space < 0 ? command : command.substring(0, space);
    // With -m it is module/class.
    String mainClass = first.substring(first.lastIndexOf('/') + 1);
    return new CommandLine(null, mainClass, command.substring(first.length()));
  }

  /**
   * Where the path of the JAR ends; 0 if none was started. A path may hold spaces, an argument may
   * be a JAR: the first that exists is it, and where none exists the first word decides.
   */
  private static int archiveEnd(String command) {
    for (int end = nextEnd(command, 0); end > 0; end = nextEnd(command, end)) {
      String candidate = command.substring(0, end);
      if (isArchive(candidate) && new File(candidate).isFile()) {
        return end;
      }
    }
    int first = nextEnd(command, 0);
    return isArchive(command.substring(0, first)) ? first : 0;
  }

  private static int nextEnd(String command, int after) {
    if (after >= command.length()) {
      return 0;
    }
    int space = command.indexOf(' ', after + 1);
    return space < 0 ? command.length() : space;
  }

  static boolean isArchive(String path) {
    int length = path.length();
    return path.regionMatches(true, length - 4, ".jar", 0, 4)
        || path.regionMatches(true, length - 4, ".war", 0, 4);
  }

  /** The path of the JAR or WAR; null if a class was started. */
  String archive() {
    return archive;
  }

  /** The main class; null if an archive was started or nothing is known. */
  String mainClass() {
    return mainClass;
  }

  /** The text of an argument {@code <prefix>value}; null if there is none. */
  String argument(String prefix) {
    int at = arguments.indexOf(" " + prefix);
    if (at < 0) {
      return null;
    }
    int start = at + 1 + prefix.length();
    int space = arguments.indexOf(' ', start);
    return Surroundings.orNull(arguments.substring(start, space < 0 ? arguments.length() : space));
  }
}
