package io.obsagent.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;

/** The types of the JDK that runs the build, from its run-time image. */
final class JdkTypes {
  /** Modules with thousands of classes and nothing anybody weaves. */
  private static final Set<String> SKIPPED =
      new HashSet<>(
          Arrays.asList(
              "java.desktop",
              "jdk.compiler",
              "jdk.javadoc",
              "jdk.jshell",
              "jdk.localedata",
              "jdk.charsets",
              "jdk.hotspot.agent",
              "jdk.internal.vm.ci",
              "jdk.internal.vm.compiler",
              "jdk.graal.compiler",
              "jdk.incubator.vector"));

  private static Set<String> packages;
  private static Map<String, List<String>> direct;

  private JdkTypes() {}

  static boolean isJdk(String internalName) {
    int end = internalName.lastIndexOf('/');
    return end > 0 && packages().contains(internalName.substring(0, end))
        || internalName.startsWith("java/");
  }

  /** Those whose first word does not tell, in internal form with the slash. */
  static List<String> untoldPackages() {
    List<String> untold = new ArrayList<>();
    for (String each : packages()) {
      if (each.startsWith("javax/") || each.startsWith("org/")) {
        untold.add(each + "/");
      }
    }
    return untold;
  }

  private static synchronized Set<String> packages() {
    if (packages == null) {
      packages = new TreeSet<>();
      try (Stream<Path> list = Files.list(image().resolve("packages"))) {
        list.forEach(each -> packages.add(each.getFileName().toString().replace('.', '/')));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return packages;
  }

  private static Path image() {
    return FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/");
  }

  /** JDK types that are, or are below, one of {@code wanted}; with the numbers of those. */
  static TreeMap<String, Set<Integer>> below(List<String> wanted) {
    TreeMap<String, Set<Integer>> found = new TreeMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (isJdk(wanted.get(i))) {
        addBelow(wanted.get(i), i, found);
      }
    }
    return found;
  }

  private static void addBelow(String type, int number, Map<String, Set<Integer>> found) {
    if (found.computeIfAbsent(type, any -> new TreeSet<>()).add(number)) {
      for (String each : directSubtypes().getOrDefault(type, new ArrayList<>())) {
        addBelow(each, number, found);
      }
    }
  }

  private static synchronized Map<String, List<String>> directSubtypes() {
    if (direct == null) {
      direct = new HashMap<>();
      try (Stream<Path> modules = Files.list(image().resolve("modules"))) {
        modules
            .filter(module -> !SKIPPED.contains(module.getFileName().toString()))
            .forEach(JdkTypes::readModule);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
    return direct;
  }

  private static void readModule(Path module) {
    try (Stream<Path> files = Files.walk(module)) {
      files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.endsWith("module-info.class"))
          .forEach(JdkTypes::readClass);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void readClass(Path file) {
    try {
      ClassReader reader = new ClassReader(Files.readAllBytes(file));
      String name = reader.getClassName();
      if (reader.getSuperName() != null) {
        direct.computeIfAbsent(reader.getSuperName(), any -> new ArrayList<>()).add(name);
      }
      for (String each : reader.getInterfaces()) {
        direct.computeIfAbsent(each, any -> new ArrayList<>()).add(name);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
