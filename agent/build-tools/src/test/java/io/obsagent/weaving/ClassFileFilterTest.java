package io.obsagent.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.build.LibraryVersion;
import io.obsagent.instrumentation.sample.AnyAdvice;
import java.io.File;
import java.io.InputStream;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The first look at a class file. */
class ClassFileFilterTest {
  private static final int METHODS_OF_THE_AGENT = 120;

  /** As many methods as the agent looks for, times a factor, under names that libraries like. */
  private static void describe(Targets targets, int factor) {
    TypeTarget target = targets.subtypesOf("com.example.NoSuchType");
    String[] verbs = {"get", "set", "add", "remove", "send", "poll", "commit", "execute"};
    String[] returned = {"V", "Z", "I", "J", "Ljava/lang/Object;", "Ljava/lang/String;"};
    for (int i = 0; i < METHODS_OF_THE_AGENT * factor; i++) {
      String descriptor =
          "(Lcom/example/Nothing" + i / returned.length + ";)" + returned[i % returned.length];
      target.method(verbs[i % verbs.length], descriptor, AnyAdvice.class);
    }
  }

  private static ClassFileFilter filter(int factor) {
    WeavingPlan plan =
        Weaving.plan(
            targets -> {
              LibrariesTest.describe(targets, AnyAdvice.class);
              describe(targets, factor);
            });
    return new TypeRules(plan, name -> true, ExcludedClasses.NONE).filter();
  }

  private static List<byte[]> classes() throws Exception {
    LibraryVersion tomcat =
        LibraryVersion.all().stream()
            .filter(each -> each.name().startsWith("tomcat-embed-core-9"))
            .findAny()
            .orElseThrow();
    List<byte[]> classes = new ArrayList<>();
    try (URLClassLoader loader = tomcat.open(Path.of("target/libraries"));
        JarFile jar = new JarFile(new File(loader.getURLs()[0].toURI()))) {
      for (JarEntry each : Collections.list(jar.entries())) {
        if (each.getName().endsWith(".class")) {
          try (InputStream in = jar.getInputStream(each)) {
            classes.add(in.readAllBytes());
          }
        }
      }
    }
    return classes;
  }

  /** Texts that share a place in the filter's tables must not make candidates of more classes. */
  @Test
  void moreNamesToLookForMakeNoMoreCandidates() throws Exception {
    ClassFileFilter few = filter(1);
    ClassFileFilter many = filter(5);
    int candidates = 0;
    for (byte[] each : classes()) {
      boolean may = few.mayDeclareWanted(each);
      assertThat(many.mayDeclareWanted(each)).isEqualTo(may);
      candidates += may ? 1 : 0;
    }
    assertThat(candidates).isBetween(20, 120);
  }
}
