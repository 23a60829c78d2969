package io.obsagent.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.build.LibraryVersion;
import io.obsagent.build.LibraryVersionCheck;
import io.obsagent.build.PlanCompiler;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every instrumentation of the agent against every library version it is said to work with. */
class LibraryVersionsTest {
  private static final Path LIBRARIES = Path.of("../build-tools/target/libraries");

  /** They weave the JDK, whose methods the weaving tests of their modules call. */
  private static final List<String> OF_THE_JDK =
      List.of(
          "ConcurrentInstrumentation",
          "JdkHttpClientInstrumentation",
          "RecordStreamsInstrumentation",
          "UrlConnectionInstrumentation",
          "JulExportInstrumentation",
          "JulInstrumentation",
          "JulSuffixInstrumentation",
          "StructuredJulInstrumentation");

  static Stream<LibraryInstrumentation> instrumentations() {
    return ServiceLoader.load(LibraryInstrumentation.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(each -> !OF_THE_JDK.contains(each.getClass().getSimpleName()));
  }

  static List<LibraryVersion> versions(LibraryInstrumentation instrumentation) {
    return LibraryVersion.all().stream().filter(each -> each.isOf(instrumentation)).toList();
  }

  @ParameterizedTest
  @MethodSource("instrumentations")
  void everyVersionHasEveryMethod(LibraryInstrumentation instrumentation) {
    List<LibraryVersion> versions = versions(instrumentation);
    assertThat(versions).as("versions in library.versions").isNotEmpty();
    assertThat(LibraryVersionCheck.faults(instrumentation, versions, LIBRARIES)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("instrumentations")
  void everyVersionHasWhatTheAdviceUses(LibraryInstrumentation instrumentation) throws Exception {
    WeavingPlan plan =
        PlanCompiler.compile(
            Collections.singletonList(instrumentation), getClass().getClassLoader());
    List<String> differences = new ArrayList<>();
    for (LibraryVersion version : versions(instrumentation)) {
      try (URLClassLoader library = version.open(LIBRARIES)) {
        String difference = LibraryCheck.difference(plan.instrumentations[0], library);
        if (difference != null) {
          differences.add(version.name() + ": " + difference);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void everyLineIsOfAnInstrumentation() {
    TreeSet<String> named = new TreeSet<>();
    LibraryVersion.all().forEach(each -> named.addAll(each.instrumentations()));
    assertThat(instrumentations().map(each -> each.getClass().getSimpleName())).containsAll(named);
  }
}
