package io.obsagent.smoke.ran;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes one file per test class to {@code target/ran}: for each invocation of a parameterised
 * class or method its display name and how many cases passed in it. A case that failed or was
 * skipped does not count. JUnit finds this class where the module is on the class path of tests.
 */
public final class RanListener implements TestExecutionListener {

  private static final Path FOLDER = Path.of("target", "ran");

  /** By class, then by display name of the invocation, which is empty where there is none. */
  private final Map<String, Map<String, Integer>> cases = new TreeMap<>();

  private TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
    cases.clear();
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (!test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
      return;
    }
    String invocation = "";
    Optional<TestIdentifier> next = Optional.of(test);
    while (next.isPresent()) {
      TestIdentifier each = next.get();
      if (each.getUniqueIdObject().getLastSegment().getType().endsWith("-template-invocation")) {
        invocation = each.getDisplayName();
      }
      next = plan.getParent(each);
    }
    cases
        .computeIfAbsent(className(test), c -> new TreeMap<>())
        .merge(invocation.replaceAll("\\s+", " "), 1, Integer::sum);
  }

  private String className(TestIdentifier test) {
    Optional<TestIdentifier> next = Optional.of(test);
    while (next.isPresent()) {
      // Of a test that is inherited the class that ran, not the one it stands in.
      if (next.get().getSource().orElse(null) instanceof ClassSource source) {
        return source.getClassName();
      }
      next = plan.getParent(next.get());
    }
    return "unknown";
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    try {
      Files.createDirectories(FOLDER);
      for (Map.Entry<String, Map<String, Integer>> suite : cases.entrySet()) {
        List<String> lines = new ArrayList<>();
        suite.getValue().forEach((invocation, count) -> lines.add(count + "\t" + invocation));
        Files.write(FOLDER.resolve(suite.getKey() + ".tsv"), lines);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
