package io.obsagent.instrumentation.logging.logback;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.logging.Bookkeeping;
import io.obsagent.engine.trace.Context;
import io.obsagent.instrumentation.logging.Libraries;
import io.obsagent.instrumentation.logging.Weaving;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same application with each version of Logback, really woven. */
class LogbackVersionsTest {
  private static final String TRACE = Weaving.TRACE;
  private static final String SPAN = "00000000000000ab";

  private static Weaving weaving;

  @BeforeAll
  static void weave() {
    weaving = Weaving.with(new Properties());
  }

  @AfterAll
  static void unweave() {
    weaving.close();
  }

  static Stream<String> versions() {
    return Libraries.versions("1.0.13", "1.2.13", "1.3.15", "1.4.14", "1.5.38");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void stampsInsideASpanAndLeavesTheRestAlone(String version) throws Exception {
    try (URLClassLoader application = application(version)) {
      Callable<List<String>> bookkeeping = bookkeeping(application);
      Context context = Context.remote(1, 15, 0xab, 1, null, null);
      Context before = context.makeCurrent();
      List<String> told;
      try {
        told = bookkeeping.call();
      } finally {
        context.restore(before);
      }
      assertThat(told.get(0)).isEqualTo("first " + TRACE + " " + SPAN + " none");
      assertThat(told.get(1))
          .isEqualTo("map {span_id=" + SPAN + ", trace_flags=01, trace_id=" + TRACE + "}");
      assertThat(told.get(2)).isEqualTo("second mine " + SPAN + " ada");
      assertThat(told.get(3))
          .isEqualTo("map {span_id=" + SPAN + ", trace_flags=01, trace_id=mine, user=ada}");
      assertThat(told.get(4)).as("the application's own map").isIn("mdc null", "mdc {}");

      assertThat(bookkeeping(application).call().subList(0, 2))
          .containsExactly("first none none none", "map {}");
    }
  }

  /** As web applications have them. */
  @Test
  void copiesOfTwoVersionsSideBySide() throws Exception {
    try (URLClassLoader first = application("1.0.13");
        URLClassLoader second = application("1.5.38")) {
      Callable<List<String>> older = bookkeeping(first);
      Callable<List<String>> newer = bookkeeping(second);
      for (int span = 1; span <= 20; span++) {
        List<List<String>> told = new ArrayList<>();
        Weaving.inSpan(
            () -> {
              told.add(called(older));
              told.add(called(newer));
            },
            2 * span + 1);
        String expected = "first " + TRACE + " " + Weaving.span(2 * span + 1) + " none";
        assertThat(told).extracting(lines -> lines.get(0)).containsExactly(expected, expected);
      }
    }
  }

  private static List<String> called(Callable<List<String>> bookkeeping) {
    try {
      return bookkeeping.call();
    } catch (Exception broken) {
      throw new AssertionError(broken);
    }
  }

  @SuppressWarnings("unchecked") // the same interface on both sides
  private static Callable<List<String>> bookkeeping(ClassLoader application) throws Exception {
    return (Callable<List<String>>)
        application.loadClass(Bookkeeping.class.getName()).getDeclaredConstructor().newInstance();
  }

  private static URLClassLoader application(String version) throws Exception {
    return Libraries.loader(
        "logback-classic-" + version,
        "logback-core-" + version,
        version.compareTo("1.3") < 0 ? "slf4j-api-1.7.36" : "slf4j-api-2.0.20");
  }
}
