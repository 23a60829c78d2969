package io.obsagent.weaving;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Inspecting classes that do not matter, with the plan of the packaged agent: those of {@code
 * java.sql}, {@code java.xml} and the like, under names that nobody ignores. {@link #cold} is what
 * the first 200 classes of a JVM take, interpreted; {@link #warm} is what later ones take. It
 * stands in this package because the filter is nobody else's business.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InspectionBenchmark {
  private static final int CLASSES = 200;
  private static final String PLAN = "inst/" + WeavingPlan.RESOURCE;

  private final List<byte[]> classes = new ArrayList<>();
  private TypeRules rules;

  @Setup
  public void load() throws IOException {
    try (JarFile agent = new JarFile(System.getProperty("obs.agent.jar"));
        InputStream in = agent.getInputStream(agent.getEntry(PLAN))) {
      rules = new TypeRules(WeavingPlan.read(in), name -> true, ExcludedClasses.NONE);
    }
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.xml");
    try (Stream<Path> files = Files.walk(modules)) {
      List<Path> some =
          files.filter(file -> file.toString().endsWith(".class")).limit(CLASSES).toList();
      for (Path file : some) {
        classes.add(Files.readAllBytes(file));
      }
    }
  }

  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OperationsPerInvocation(CLASSES)
  public void warm(Blackhole hole) {
    inspectAll(hole);
  }

  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OperationsPerInvocation(CLASSES)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  @Fork(5)
  public void cold(Blackhole hole) {
    inspectAll(hole);
  }

  private void inspectAll(Blackhole hole) {
    for (int i = 0; i < CLASSES; i++) {
      hole.consume(
          rules.mayMatter("com/example/Some") && rules.filter().mayDeclareWanted(classes.get(i)));
    }
  }
}
