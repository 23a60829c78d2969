package io.obsagent.instrumentation.logging.logback;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.logging.Bookkeeping;
import io.obsagent.build.PlanCompiler;
import io.obsagent.engine.Engine;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Context;
import io.obsagent.weaving.AdviceBytes;
import io.obsagent.weaving.WeavingAgent;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same application with each version of Logback, really woven. */
class LogbackVersionsTest {
  private static final String TRACE = "0000000000000001000000000000000f";
  private static final String SPAN = "00000000000000ab";

  private static WeavingAgent weaving;

  @BeforeAll
  static void weave() {
    Engine.install(
        ConfigurationReader.read(new Properties(), Collections.<String, String>emptyMap(), null),
        null,
        null);
    ClassLoader own = LogbackVersionsTest.class.getClassLoader();
    weaving =
        WeavingAgent.install(
            ByteBuddyAgent.install(),
            PlanCompiler.compile(Collections.singletonList(new LogbackInstrumentation()), own),
            AdviceBytes.resourcesOf(own),
            name -> true,
            false);
  }

  @AfterAll
  static void unweave() {
    weaving.remove();
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.13", "1.2.13", "1.3.15", "1.5.38"})
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

  @SuppressWarnings("unchecked") // the same interface on both sides
  private static Callable<List<String>> bookkeeping(ClassLoader application) throws Exception {
    return (Callable<List<String>>)
        application.loadClass(Bookkeeping.class.getName()).getDeclaredConstructor().newInstance();
  }

  /** Logback of this version and the application, and nothing else but the JDK. */
  private static URLClassLoader application(String version) throws Exception {
    List<URL> urls = new ArrayList<>();
    File[] jars = new File(System.getProperty("logback.versions"), version).listFiles();
    assertThat(jars).as("jars of " + version).hasSize(3);
    for (File jar : jars) {
      urls.add(jar.toURI().toURL());
    }
    urls.add(Bookkeeping.class.getProtectionDomain().getCodeSource().getLocation());
    return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }
}
