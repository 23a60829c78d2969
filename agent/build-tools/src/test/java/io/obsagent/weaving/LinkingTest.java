package io.obsagent.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.build.PlanCompiler;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.instrumentation.sample.AnyAdvice;
import io.obsagent.instrumentation.sample.CountingAdvice;
import io.obsagent.instrumentation.sample.Events;
import io.obsagent.instrumentation.sample.SecondAdvice;
import io.obsagent.instrumentation.sample.SelfishAdvice;
import io.obsagent.instrumentation.sample.ServeAdvice;
import io.obsagent.instrumentation.sample.ThrowingAdvice;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkingTest {
  private static final String DESK = "com.example.library.Desk";
  private static final String FRONT_DESK = "com.example.library.FrontDesk";
  private static final String SERVE = "(Ljava/lang/String;JD)Ljava/lang/String;";

  private static Object stamp(ApplicationLoader loader) throws Exception {
    Object desk = loader.create(FRONT_DESK);
    stamp(desk);
    return desk;
  }

  private static void stamp(Object desk) throws ReflectiveOperationException {
    desk.getClass().getMethod("stamp").invoke(desk);
  }

  private static String serve(Object desk) throws ReflectiveOperationException {
    Method serve = desk.getClass().getMethod("serve", String.class, long.class, double.class);
    return (String) serve.invoke(desk, "ada", 1L, 2d);
  }

  @Test
  void adviceSeesTheLibraryOfItsApplication() throws Exception {
    try (Weaving weaving =
        Weaving.of(t -> t.subtypesOf(DESK).method("serve", SERVE, ServeAdvice.class))) {
      for (int i = 0; i < 2; i++) {
        // The advice casts to Desk: with the wrong loader's Desk it would throw.
        assertThat(serve(new ApplicationLoader().create(FRONT_DESK))).isEqualTo("ada!22.0");
        assertThat(Events.take()).hasSize(2);
      }
      assertThat(weaving.report()).noneMatch(line -> line.contains(" off "));
    }
  }

  @Test
  void twoInstrumentationsShareAMethod() throws Exception {
    WeavingPlan plan =
        PlanCompiler.compile(
            Arrays.asList(
                Weaving.named(
                    "first", t -> t.subtypesOf(DESK).method("serve", SERVE, ServeAdvice.class)),
                Weaving.named(
                    "second", t -> t.types(FRONT_DESK).method("serve", SERVE, SecondAdvice.class))),
            LinkingTest.class.getClassLoader());
    WeavingAgent agent =
        WeavingAgent.install(
            Weaving.instrumentation(),
            plan,
            AdviceBytes.resourcesOf(LinkingTest.class.getClassLoader()),
            name -> true,
            false);
    try {
      assertThat(serve(new ApplicationLoader().create(FRONT_DESK))).isEqualTo("ada!22.0");
      assertThat(Events.take())
          .containsExactly(
              "[second enter, ada]",
              "[enter, com.example.library.FrontDesk, ada, 1, [ada, 1, 2.0], serve]",
              "[exit, state of ada, com.example.library.FrontDesk, 2.0, ada, ada!22.0, null]",
              "[second exit, second, ada]");
    } finally {
      agent.remove();
    }
  }

  @Test
  void aDisabledInstrumentationIsNotWoven() throws Exception {
    WeavingPlan plan =
        Weaving.plan(t -> t.subtypesOf(DESK).method("stamp", "()V", AnyAdvice.class));
    WeavingAgent agent =
        WeavingAgent.install(
            Weaving.instrumentation(),
            plan,
            AdviceBytes.resourcesOf(LinkingTest.class.getClassLoader()),
            name -> !name.equals("sample"),
            false);
    try {
      stamp(new ApplicationLoader());
      assertThat(Events.take()).isEmpty();
      assertThat(agent.report().lines()).isEmpty();
    } finally {
      agent.remove();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 49})
  void aLibraryOfAnotherShapeSwitchesOffThereAndSaysWhy(int version) throws Exception {
    UnaryOperator<byte[]> inVersion = bytes -> OracleTest.inVersion(bytes, version);
    try (Weaving weaving =
        Weaving.of(t -> t.subtypesOf(DESK).method("stamp", "()V", CountingAdvice.class))) {
      ApplicationLoader other = new ApplicationLoader(inVersion);
      for (String name : new String[] {DESK, FRONT_DESK}) {
        other.with(name, withoutCount(name));
      }
      stamp(other);
      assertThat(Events.take()).isEmpty();
      assertThat(weaving.report())
          .anyMatch(
              line ->
                  line.contains("sample is off for")
                      && line.contains("the library has no com.example.library.Desk.count([I)I"));

      stamp(new ApplicationLoader(inVersion));
      assertThat(Events.take()).containsExactly("[counted, 2]");
    }
  }

  /** The same class, with its method {@code count} renamed. */
  private static byte[] withoutCount(String name) throws Exception {
    try (InputStream in =
        LinkingTest.class.getClassLoader().getResourceAsStream(name.replace('.', '/') + ".class")) {
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(in.readAllBytes())
          .accept(
              new ClassRemapper(
                  writer,
                  new Remapper(Opcodes.ASM9) {
                    @Override
                    public String mapMethodName(String owner, String method, String descriptor) {
                      return method.equals("count") ? "total" : method;
                    }
                  }),
              0);
      return writer.toByteArray();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 49})
  void adviceThatKeepsThrowingIsCountedLoggedAndSwitchedOff(int version) throws Exception {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    AgentLog.redirect(new PrintStream(log, true, StandardCharsets.UTF_8));
    long faults = AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS);
    try (Weaving weaving =
        Weaving.of(t -> t.subtypesOf(DESK).method("stamp", "()V", ThrowingAdvice.class))) {
      ApplicationLoader loader =
          new ApplicationLoader(bytes -> OracleTest.inVersion(bytes, version));
      for (int i = 0; i < 20; i++) {
        stamp(loader);
      }
      assertThat(Events.take()).hasSize(10).contains("[enter]", "[exit, null]");
      assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS) - faults).isEqualTo(10);
      assertThat(weaving.report()).anyMatch(line -> line.contains("advice kept throwing"));
      assertThat(log.toString(StandardCharsets.UTF_8).lines())
          .anyMatch(line -> line.contains("instrumentation sample is switched off until restart"))
          .hasSizeLessThanOrEqualTo(3);
    } finally {
      AgentLog.redirect(before);
    }
  }

  @Test
  void adviceThatCannotBeLoadedSwitchesOff() throws Exception {
    WeavingAgent agent =
        WeavingAgent.install(
            Weaving.instrumentation(),
            Weaving.plan(t -> t.subtypesOf(DESK).method("serve", SERVE, ServeAdvice.class)),
            name -> null,
            name -> true,
            false);
    try {
      assertThat(serve(new ApplicationLoader().create(FRONT_DESK))).isEqualTo("ada!22.0");
      assertThat(agent.report().lines())
          .anyMatch(line -> line.contains("is off for") && line.contains("ClassNotFound"));
    } finally {
      agent.remove();
    }
  }

  @Test
  void adviceWhoseLoadingCallsTheWovenMethodRunsFromThenOn() throws Exception {
    ApplicationLoader loader = new ApplicationLoader();
    try (Weaving weaving =
        Weaving.of(t -> t.subtypesOf(DESK).method("stamp", "()V", SelfishAdvice.class))) {
      Object desk = loader.create(FRONT_DESK);
      Events.callback(
          () -> {
            try {
              stamp(desk);
            } catch (ReflectiveOperationException impossible) {
              throw new AssertionError(impossible);
            }
          });
      stamp(desk);
      assertThat(Events.take()).startsWith("[initialising]");
      stamp(desk);
      assertThat(Events.take()).containsExactly("[enter]");
      assertThat(desk.getClass().getField("stamps").getInt(desk)).isEqualTo(3);
      assertThat(weaving.report()).noneMatch(line -> line.contains(" off "));
    } finally {
      Events.callback(() -> {});
    }
  }

  /** Delegates nothing but {@code java.}, and shows no resources. */
  private static final class Hiding extends ApplicationLoader {
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("java.") && !own(name)) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }

    @Override
    public URL getResource(String name) {
      return null;
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      return null;
    }
  }

  @Test
  void worksBelowALoaderThatHidesAllButJava() throws Exception {
    try (Weaving weaving =
        Weaving.of(
            t ->
                t.subtypesOf(DESK)
                    .method("serve", SERVE, ServeAdvice.class)
                    .method("stamp", "()V", CountingAdvice.class)
                    .state("hidden"))) {
      Hiding loader = new Hiding();
      assertThat(serve(loader.create(FRONT_DESK))).isEqualTo("ada!22.0");
      assertThat(Events.take()).hasSize(2);
      stamp(loader);
      assertThat(Events.take()).containsExactly("[counted, 2]");
      assertThat(weaving.report()).noneMatch(line -> line.contains(" off "));
    }
  }

  @Test
  void manyThreadsLoadAndLinkAtOnce() throws Exception {
    int threads = 8;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try (Weaving weaving =
        Weaving.of(
            t ->
                t.subtypesOf(DESK)
                    .method("serve", SERVE, ServeAdvice.class)
                    .method("stamp", "()V", AnyAdvice.class))) {
      for (int round = 0; round < 30; round++) {
        ApplicationLoader loader = new ApplicationLoader();
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Future<String>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          Callable<String> work =
              () -> {
                start.await();
                stamp(loader);
                return serve(loader.create(FRONT_DESK));
              };
          results.add(executor.submit(work));
        }
        for (Future<String> result : results) {
          assertThat(result.get()).isEqualTo("ada!22.0");
        }
        assertThat(Events.take()).hasSize(4 * threads);
      }
      assertThat(weaving.report()).noneMatch(line -> line.contains(" off "));
    } finally {
      executor.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 49})
  void anApplicationCanBeCollected(int version) throws Exception {
    try (Weaving weaving =
        Weaving.of(
            t ->
                t.subtypesOf(DESK)
                    .method("serve", SERVE, ServeAdvice.class)
                    .method("count", "([I)I", AnyAdvice.class)
                    .method("stamp", "()V", io.obsagent.instrumentation.sample.StateAdvice.class)
                    .state("sample.calls"))) {
      WeakReference<ClassLoader> application = useAndForget(version);
      for (int i = 0; i < 50 && application.get() != null; i++) {
        System.gc();
      }
      assertThat(application.get()).isNull();
      assertThat(Events.take()).hasSize(4);
      assertThat(weaving.report()).noneMatch(line -> line.contains(" off "));
    }
  }

  private static WeakReference<ClassLoader> useAndForget(int version) throws Exception {
    ApplicationLoader loader = new ApplicationLoader(bytes -> OracleTest.inVersion(bytes, version));
    Object desk = loader.create(FRONT_DESK);
    serve(desk);
    stamp(desk);
    desk.getClass().getMethod("count", int[].class).invoke(desk, new int[] {1});
    return new WeakReference<>(loader);
  }

  @Test
  void classesThatWereLoadedBeforeAreWovenToo() throws Exception {
    ApplicationLoader loader = new ApplicationLoader();
    Object desk = loader.create(FRONT_DESK);
    stamp(desk);
    try (Weaving weaving =
        Weaving.of(t -> t.subtypesOf(DESK).method("stamp", "()V", AnyAdvice.class))) {
      stamp(desk);
      assertThat(Events.take()).hasSize(2);
      assertThat(weaving.report()).anyMatch(line -> line.startsWith("woven again " + FRONT_DESK));
    }
  }
}
