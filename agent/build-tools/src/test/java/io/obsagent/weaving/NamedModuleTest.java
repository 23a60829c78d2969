package io.obsagent.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.instrumentation.sample.AnyAdvice;
import io.obsagent.instrumentation.sample.Events;
import io.obsagent.instrumentation.sample.StateAdvice;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application on the module path: its package is neither exported nor open to anyone. */
class NamedModuleTest {
  @Test
  void weavesAndKeepsStateInAClosedPackage(@TempDir Path directory) throws Throwable {
    Path source =
        Files.createDirectories(directory.resolve("src/com/modular")).resolve("Till.java");
    Files.writeString(
        source,
        "package com.modular; public class Till { public void ring() {} public int sum(int a) {"
            + " return a + 1; } }");
    Path module = directory.resolve("src/module-info.java");
    Files.writeString(module, "module com.modular {}");
    Path classes = directory.resolve("classes");
    assertThat(
            ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                    System.out,
                    System.err,
                    "-d",
                    classes.toString(),
                    source.toString(),
                    module.toString()))
        .isZero();
    Configuration configuration =
        ModuleLayer.boot()
            .configuration()
            .resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("com.modular"));
    try (Weaving weaving =
        Weaving.of(
            t ->
                t.types("com.modular.Till")
                    .method("ring", "()V", StateAdvice.class)
                    .method("sum", "(I)I", AnyAdvice.class)
                    .state("sample.calls"))) {
      ModuleLayer layer =
          ModuleLayer.boot()
              .defineModulesWithOneLoader(configuration, NamedModuleTest.class.getClassLoader());
      Class<?> till = layer.findLoader("com.modular").loadClass("com.modular.Till");
      assertThat(till.getModule().isNamed()).isTrue();
      // The test looks in by the same way as ForeignState: nothing else may.
      ModernJvm modern = ModernJvm.of(Weaving.instrumentation());
      Object object = modern.lookupIn(till).findConstructor(till, type(void.class)).invoke();
      modern.lookupIn(till).findVirtual(till, "ring", type(void.class)).invoke(object);
      Method sum = till.getMethod("sum", int.class);
      assertThat(modern.lookupIn(till).unreflect(sum).invoke(object, 2)).isEqualTo(3);

      assertThat(StateAdvice.CALLS.get(object)).isEqualTo(1);
      assertThat(Events.take()).containsExactly("[enter, [2], sum]", "[exit, 3, [2], null]");
      assertThat(weaving.report()).anyMatch(line -> line.contains("+obs$sample$calls"));
    }
  }

  private static java.lang.invoke.MethodType type(Class<?> returned) {
    return java.lang.invoke.MethodType.methodType(returned);
  }
}
