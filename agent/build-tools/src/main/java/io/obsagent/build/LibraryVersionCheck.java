package io.obsagent.build;

import io.obsagent.build.DescribedTargets.Described;
import io.obsagent.build.DescribedTargets.DescribedMethod;
import io.obsagent.weaving.LibraryInstrumentation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the methods that an instrumentation names are in every version of every library it is
 * said to work with. A library that renamed a method would else be found by its users: nothing is
 * woven, and nothing says so.
 */
public final class LibraryVersionCheck {
  private final LibraryInstrumentation instrumentation;
  private final Path directory;
  private final List<String> faults = new ArrayList<>();

  private LibraryVersionCheck(LibraryInstrumentation instrumentation, Path directory) {
    this.instrumentation = instrumentation;
    this.directory = directory;
  }

  /**
   * One sentence per fault; none when all versions are as said.
   *
   * @param versions those of this instrumentation
   * @param directory where the JARs are
   * @throws IllegalArgumentException when a JAR is missing
   */
  public static List<String> faults(
      LibraryInstrumentation instrumentation, List<LibraryVersion> versions, Path directory) {
    LibraryVersionCheck check = new LibraryVersionCheck(instrumentation, directory);
    try {
      check.check(versions);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return check.faults;
  }

  private void check(List<LibraryVersion> versions) throws IOException {
    Faults malformed = new Faults();
    DescribedTargets described = new DescribedTargets(instrumentation.name(), malformed);
    instrumentation.describe(described);
    malformed.throwAny();
    Map<LibraryVersion, LibraryMethods> methods = new LinkedHashMap<>();
    for (LibraryVersion version : versions) {
      try (URLClassLoader library = version.open(directory)) {
        methods.put(version, LibraryMethods.of(described.targets, library));
      }
    }
    Set<String> anywhere = new TreeSet<>();
    for (Map.Entry<LibraryVersion, LibraryMethods> each : methods.entrySet()) {
      for (String method : each.getValue().found) {
        anywhere.add(withoutType(method));
      }
      compare(each.getKey(), each.getValue(), methods);
    }
    for (Described target : described.targets) {
      for (DescribedMethod method : target.methods) {
        if (!anywhere.contains(method.toString())) {
          fault(String.join("/", target.typeNames) + "." + method + " is in none of its libraries");
        }
      }
    }
  }

  private static String withoutType(String method) {
    return method.substring(method.lastIndexOf('.', method.indexOf('(')) + 1);
  }

  private void fault(String sentence) {
    faults.add(instrumentation.getClass().getSimpleName() + ": " + sentence);
  }

  private void compare(
      LibraryVersion version, LibraryMethods methods, Map<LibraryVersion, LibraryMethods> all) {
    if (methods.found.isEmpty()) {
      fault(version.name() + " has nothing to weave");
    }
    Set<String> lacking = new TreeSet<>();
    for (Map.Entry<LibraryVersion, LibraryMethods> other : all.entrySet()) {
      if (other.getKey().library().equals(version.library())) {
        lacking.addAll(other.getValue().found);
      }
    }
    lacking.removeAll(methods.found);
    for (String pattern : version.lacks()) {
      if (!lacking.removeIf(method -> matches(pattern, method))) {
        fault(version.name() + " is said to lack " + pattern + " and does not");
      }
    }
    for (String method : lacking) {
      fault(version.name() + " lacks " + method + ", which other versions have");
    }
    Set<String> missed = new TreeSet<>(methods.missed);
    for (String prefix : version.leaves()) {
      if (!missed.removeIf(method -> method.startsWith(prefix))) {
        fault(version.name() + " is said to leave " + prefix + ", where nothing is left");
      }
    }
    for (String method : missed) {
      fault(version.name() + " declares " + method + " where no target weaves it");
    }
  }

  private static boolean matches(String pattern, String method) {
    return pattern.endsWith("*")
        ? method.startsWith(pattern.substring(0, pattern.length() - 1))
        : method.equals(pattern);
  }
}
