package io.obsagent.build;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.WeavingPlan;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Turns instrumentations into a weaving plan, checking them with Byte Buddy on the way: an advice
 * that could not run, or a matcher that would slow down every class, fails the build with a
 * sentence that says so. The same input and JDK give the same bytes.
 */
public final class PlanCompiler {
  private PlanCompiler() {}

  /**
   * Compiles a plan in memory, for tests of instrumentations.
   *
   * @param classPath where the class files of advice and libraries are found
   * @throws IllegalArgumentException with one line per fault
   */
  public static WeavingPlan compile(
      List<? extends LibraryInstrumentation> instrumentations, ClassLoader classPath) {
    try {
      return WeavingPlan.read(new ByteArrayInputStream(toBytes(instrumentations, classPath)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The content of {@link WeavingPlan#RESOURCE}. */
  static byte[] toBytes(
      List<? extends LibraryInstrumentation> instrumentations, ClassLoader classPath) {
    List<LibraryInstrumentation> sorted = new ArrayList<>(instrumentations);
    sorted.sort(
        Comparator.comparing(LibraryInstrumentation::name)
            .thenComparing(each -> each.getClass().getName()));
    Faults faults = new Faults();
    PlanModel model = new PlanModel(classPath, faults);
    for (LibraryInstrumentation each : sorted) {
      model.add(each);
    }
    faults.throwAny();
    byte[] plan = new PlanWriter().write(model);
    faults.throwAny();
    return plan;
  }

  /**
   * Arguments: the output file, then class path entries, each alone or joined as the platform does.
   * The libraries themselves need not be among them; what only they could tell is then not checked.
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      throw new IllegalArgumentException("usage: PlanCompiler <output file> <class path>...");
    }
    List<URL> entries = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      for (String entry : args[i].split(File.pathSeparator)) {
        entries.add(new File(entry).toURI().toURL());
      }
    }
    List<LibraryInstrumentation> found = new ArrayList<>();
    byte[] plan;
    try (URLClassLoader classPath =
        new URLClassLoader(entries.toArray(new URL[0]), PlanCompiler.class.getClassLoader())) {
      for (LibraryInstrumentation each :
          ServiceLoader.load(LibraryInstrumentation.class, classPath)) {
        found.add(each);
      }
      plan = toBytes(found, classPath);
    }
    Path output = new File(args[0]).toPath().toAbsolutePath();
    Files.createDirectories(output.getParent());
    Files.write(output, plan);
  }
}
