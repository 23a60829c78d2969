package io.obsagent.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The application and the inside of the JAR do not see each other. */
class IsolationIT {

  @Test
  void aClassPathScannerFindsTheEntryClassesOnly() throws IOException {
    try (ZipFile jar = new ZipFile(Child.AGENT.toFile())) {
      List<String> visible =
          jar.stream().map(entry -> entry.getName()).filter(n -> n.endsWith(".class")).toList();
      assertThat(visible)
          .isNotEmpty()
          .allMatch(
              name ->
                  name.matches(
                      "io/obsagent/agent/(ObsAgent|AgentClassLoader|SecuredEntry).*\\.class"));
      List<String> top =
          jar.stream().map(entry -> entry.getName().replaceFirst("/.*", "")).distinct().toList();
      assertThat(top).containsExactlyInAnyOrder("META-INF", "inst", "io");
    }
  }

  @Test
  void theJarSaysWhatItCarries() throws IOException {
    try (ZipFile jar = new ZipFile(Child.AGENT.toFile())) {
      String bill = text(jar, "META-INF/sbom/obs-agent.cdx.json");
      assertThat(bill)
          .contains("\"bomFormat\": \"CycloneDX\"", "pkg:maven/org.jctools/jctools-core@")
          .doesNotContain("org.jetbrains/annotations");
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
      assertThat(text(jar, "META-INF/NOTICE")).contains("com.squareup.okhttp3:okhttp-jvm");
      assertThat(text(jar, "META-INF/licenses/ASM-BSD-3-Clause.txt")).contains("INRIA");
      assertThat(text(jar, "META-INF/MANIFEST.MF")).doesNotContain("Launcher-Agent", "Boot-Class");
    }
  }

  private static String text(ZipFile jar, String path) throws IOException {
    return new String(
        jar.getInputStream(jar.getEntry(path)).readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void theInsideIsInvisible(Jdk jdk) {
    Child.Result result = Child.java(jdk).agent().program(Seeing.class).run();

    assertThat(result.out().lines())
        .containsExactly(
            "io.obsagent.engine.Engine: no",
            "io.obsagent.weaving.WeavingPlan: no",
            "net.bytebuddy.jar.asm.ClassReader: no",
            "io.opentelemetry.api.common.Attributes: no",
            "okhttp3.OkHttpClient: no",
            "kotlin.Unit: no");
  }

  /** Libraries of the same names on the application's class path stay the application's. */
  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void librariesOfTheApplicationAreNotDisturbed(Jdk jdk, @TempDir Path directory)
      throws IOException {
    String[] names = {
      "net.bytebuddy.jar.asm.ClassReader",
      "io.opentelemetry.api.common.Attributes",
      "okhttp3.OkHttpClient",
      "kotlin.Unit",
      "org.jctools.queues.MessagePassingQueue"
    };
    StringBuilder main = new StringBuilder("public class Main { public static void main(");
    main.append("String[] a) {");
    for (String name : names) {
      int dot = name.lastIndexOf('.');
      Path source = directory.resolve(name.replace('.', '/') + ".java");
      Files.createDirectories(source.getParent());
      Files.writeString(
          source,
          "package "
              + name.substring(0, dot)
              + "; public class "
              + name.substring(dot + 1)
              + " { public static String mine() { return \"mine\"; } }");
      main.append("System.out.println(").append(name).append(".mine());");
    }
    Path mainSource = directory.resolve("Main.java");
    Files.writeString(mainSource, main.append("}}").toString());
    Child.Result compiled =
        Child.tool(jdk, "javac")
            .with("-cp", directory.toString(), "-d", directory.toString(), mainSource.toString())
            .run();
    assertThat(compiled.exitCode()).as(compiled.err()).isZero();

    Child.Result result =
        Child.java(jdk)
            .with("-Dotel.traces.exporter=otlp,console")
            .agent()
            .with("-cp", directory.toString(), "Main")
            .run();

    assertThat(result.out()).isEqualTo("mine\n".repeat(names.length));
    assertThat(result.agentLines()).hasSize(1);
    assertThat(result.errWithoutAgentLines()).isEmpty();
  }
}
