package io.obsagent.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.instrumentation.sample.AnyAdvice;
import io.obsagent.instrumentation.sample.Faulty;
import io.obsagent.instrumentation.sample.ServeAdvice;
import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCompilerTest {
  private static final String DESK = "com.example.library.Desk";
  private static final String SERVE = "(Ljava/lang/String;JD)Ljava/lang/String;";

  private static LibraryInstrumentation named(String name, Consumer<Targets> targets) {
    return new LibraryInstrumentation() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void describe(Targets to) {
        targets.accept(to);
      }
    };
  }

  private static byte[] compile(LibraryInstrumentation... instrumentations) {
    return PlanCompiler.toBytes(
        Arrays.asList(instrumentations), PlanCompilerTest.class.getClassLoader());
  }

  private static void refused(String sentence, Consumer<Targets> targets) {
    assertThatThrownBy(() -> compile(named("desk", targets)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void refusesAdviceTheWeaverCannotRun() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    expected.put("Hidden", "is advice and must be public");
    expected.put("Inlined", "must say inline = false");
    expected.put("NotStatic", "must be public and static");
    expected.put("Primitive", "returns a primitive");
    expected.put("Suppressing", "suppress of @OnMethodEnter is not supported");
    expected.put("SomeThrowables", "onThrowable");
    expected.put("ThrownWithout", "does not say onThrowable");
    expected.put("Local", "net.bytebuddy.asm.Advice$Local is not supported");
    expected.put("NoSuchArgument", "has no argument 3");
    expected.put("WrongArgument", "argument 0 does not fit a parameter of type java.lang.Integer");
    expected.put("WrongThis", "does not fit @This java.lang.Runnable");
    expected.put("WrongOrigin", "only \"#m\" is supported");
    expected.put("NoState", "its enter returns nothing");
    expected.put("WrongReplacement", "returns something that argument 0 is not");
    expected.put("WrongReturned", "returns something that the method cannot return");
    expected.put("Empty", "has neither @OnMethodEnter nor @OnMethodExit");
    expected.put("UsesTheAgentsLibrary", "reached through the engine only");
    expected.put("CallsHidden", "must be public");
    for (Map.Entry<String, String> each : expected.entrySet()) {
      Class<?> advice = Class.forName(Faulty.class.getName() + "$" + each.getKey());
      refused(each.getValue(), t -> t.subtypesOf(DESK).method("serve", SERVE, advice));
    }
  }

  @Test
  void refusesMatchersThatWouldCostOrNeverMatch() {
    refused("too many classes", t -> t.subtypesOf(DESK).method("run", "()V", AnyAdvice.class));
    refused(
        "too many classes",
        t -> t.directSubtypesOf("java.lang.Runnable").method("run", "()V", AnyAdvice.class));
    refused("constructors", t -> t.types(DESK).method("<init>", "()V", AnyAdvice.class));
    refused("no JVM method descriptor", t -> t.types(DESK).method("a", "()", AnyAdvice.class));
    refused("dotted", t -> t.types("com/example/Desk").method("a", "()V", AnyAdvice.class));
    refused("names no method", t -> t.types(DESK));
    refused("names no types", t -> {});
    refused(
        "named twice",
        t -> t.types(DESK).method("a", "()V", AnyAdvice.class).method("a", "()V", AnyAdvice.class));
    refused(
        "the state name a-b", t -> t.types(DESK).method("a", "()V", AnyAdvice.class).state("a-b"));
  }

  @Test
  void tellsEveryFaultAtOnce() {
    assertThatThrownBy(
            () ->
                compile(
                    named("Bad Name", t -> t.types(DESK).method("a", "()", AnyAdvice.class)),
                    named("other", t -> t.types(DESK))))
        .hasMessageContaining("Bad Name is no part")
        .hasMessageContaining("descriptor")
        .hasMessageContaining("other names no method");
  }

  @Test
  void aCommonMethodIsFineForNamedClasses() {
    assertThat(
            compile(
                named(
                    "tasks",
                    t ->
                        t.types("java.util.concurrent.FutureTask")
                            .method("run", "()V", AnyAdvice.class))))
        .isNotEmpty();
  }

  @Test
  void theSameInputGivesTheSameBytes() {
    LibraryInstrumentation one =
        named("one", t -> t.subtypesOf(DESK).method("serve", SERVE, ServeAdvice.class));
    LibraryInstrumentation two =
        named(
            "two",
            t ->
                t.subtypesOf("java.sql.Statement")
                    .method("execute", "()Z", AnyAdvice.class)
                    .state("x"));
    assertThat(compile(one, two)).isEqualTo(compile(two, one)).hasSizeLessThan(40_000);
  }

  /** Found by its service file when compiled from a class path. */
  public static final class Listed implements LibraryInstrumentation {
    @Override
    public String name() {
      return "listed";
    }

    @Override
    public void describe(Targets targets) {
      targets.subtypesOf(DESK).method("serve", SERVE, ServeAdvice.class);
    }
  }

  @Test
  void readsTheServiceFilesOfAClassPath(@TempDir Path directory) throws Exception {
    Path services =
        Files.createDirectories(directory.resolve("META-INF/services"))
            .resolve(LibraryInstrumentation.class.getName());
    Files.write(services, Collections.singletonList(Listed.class.getName()));
    Path plan = directory.resolve("out/weaving.plan");
    List<String> classPath = List.of(System.getProperty("java.class.path"), directory.toString());
    PlanCompiler.main(new String[] {plan.toString(), String.join(File.pathSeparator, classPath)});
    assertThat(Files.readAllBytes(plan)).isEqualTo(compile(new Listed()));
  }
}
