package io.obsagent.build;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.WeavingPlan;
import java.util.List;

/** Turns instrumentations into a weaving plan, checking them with Byte Buddy on the way. */
public final class PlanCompiler {
  private PlanCompiler() {}

  /**
   * Compiles a plan in memory, for tests of instrumentations.
   *
   * @param classPath where the class files of advice and libraries are found
   * @throws IllegalArgumentException with one sentence per fault
   */
  public static WeavingPlan compile(
      List<? extends LibraryInstrumentation> instrumentations, ClassLoader classPath) {
    throw new IllegalArgumentException("nothing to compile: " + instrumentations + classPath);
  }

  /** Arguments: the output file, then the class path entries. */
  public static void main(String[] args) {
    if (args.length < 2) {
      throw new IllegalArgumentException("usage: PlanCompiler <output file> <class path entry>...");
    }
  }
}
