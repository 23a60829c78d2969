package io.obsagent.build;

import io.obsagent.weaving.LibraryInstrumentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes plans for tests in other JVMs. */
public final class PlanFile {
  private PlanFile() {}

  public static void write(Path file, LibraryInstrumentation instrumentation) throws IOException {
    Files.write(
        file, PlanCompiler.toBytes(List.of(instrumentation), PlanFile.class.getClassLoader()));
  }
}
