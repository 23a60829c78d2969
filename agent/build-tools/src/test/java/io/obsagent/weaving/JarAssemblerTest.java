package io.obsagent.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Assembles small class paths: one module of ours, one library. */
class JarAssemblerTest {
  private static final String RULES =
      """
      all io.obsagent:own Apache-2.0
      reached org.lib:lib MIT
      entry own/Entry
      rename java/util/logging/Logger own/Log
      """;

  private static final String LOG =
      """
      package own;
      public class Log {
        public static Log getLogger(String name) { return new Log(); }
        public void warning(String text) {}
      }
      """;

  @TempDir private Path directory;
  private final Map<String, String> own = new TreeMap<>();
  private final Map<String, String> library = new TreeMap<>();
  private final Map<String, byte[]> libraryFiles = new TreeMap<>();

  @BeforeEach
  void ownClasses() {
    own.put("own/Entry", "package own; public class Entry {}");
    own.put("own/Log", LOG);
  }

  @Test
  void takesAllOfOursAndOfALibraryWhatIsReached() throws Exception {
    own.put("own/User", "package own; class User { lib.Used used; }");
    library.put("lib/Used", "package lib; public class Used { Object o = new Deeper(); }");
    library.put("lib/Deeper", "package lib; class Deeper {}");
    library.put("lib/Named", "package lib; public class Named {}");
    library.put("lib/Unused", "package lib; class Unused {}");
    own.put("own/Loads", "package own; class Loads { String name = \"lib.Named\"; }");

    assertThat(entries(assemble(RULES)).keySet())
        .contains(
            "own/Entry.class",
            "inst/own/User.classdata",
            "inst/lib/Used.classdata",
            "inst/lib/Deeper.classdata",
            "inst/lib/Named.classdata")
        .noneMatch(name -> name.contains("Unused") || name.contains("own/User.class."));
  }

  @Test
  void aServiceThatIsReachedBringsItsProviders() throws Exception {
    own.put("own/User", "package own; class User { lib.Service service; }");
    library.put("lib/Service", "package lib; public interface Service {}");
    library.put("lib/Provider", "package lib; public class Provider implements Service {}");
    library.put("lib/Other", "package lib; public interface Other {}");
    library.put("lib/OtherProvider", "package lib; public class OtherProvider implements Other {}");
    libraryFiles.put("META-INF/services/lib.Service", utf8("lib.Provider # ours\n"));
    libraryFiles.put("META-INF/services/lib.Other", utf8("lib.OtherProvider\n"));

    Map<String, byte[]> entries = entries(assemble(RULES));
    assertThat(entries).containsKey("inst/lib/Provider.classdata");
    assertThat(entries.get("inst/META-INF/services/lib.Service")).isEqualTo(utf8("lib.Provider\n"));
    assertThat(entries.keySet()).noneMatch(name -> name.contains("Other"));
  }

  @Test
  void theBillListsOnlyWhatIsInside() throws Exception {
    library.put("lib/Unused", "package lib; class Unused {}");
    assertThat(bill(assemble(RULES))).contains("obsagent/own@").doesNotContain("org.lib/lib");

    own.put("own/User", "package own; class User { lib.Unused used; }");
    library.put("lib/Unused", "package lib; public class Unused {}");
    assertThat(bill(assemble(RULES))).contains("pkg:maven/org.lib/lib@1.2", "\"MIT\"", "SHA-256");
  }

  private static String bill(byte[] jar) throws IOException {
    byte[] bill = entries(jar).get("META-INF/sbom/obs-agent.cdx.json");
    return new String(bill, StandardCharsets.UTF_8);
  }

  @Test
  void metadataOfBuildsIsLeftOut() throws Exception {
    own.put("own/User", "package own; class User { lib.Used used; }");
    library.put("lib/Used", "package lib; public class Used {}");
    libraryFiles.put("META-INF/lib.kotlin_module", utf8("x"));
    libraryFiles.put("META-INF/maven/org.lib/lib/pom.xml", utf8("x"));
    libraryFiles.put("META-INF/versions/9/lib/Used.class", utf8("x"));
    libraryFiles.put("module-info.class", utf8("x"));

    assertThat(entries(assemble(RULES)).keySet())
        .noneMatch(
            name ->
                name.contains("kotlin_module")
                    || name.contains("pom.xml")
                    || name.contains("versions")
                    || name.contains("module-info"));
  }

  @Test
  void equalInputGivesEqualBytes() throws Exception {
    own.put("own/User", "package own; class User { lib.Used used; }");
    library.put("lib/Used", "package lib; public class Used {}");
    assertThat(assemble(RULES)).isEqualTo(assemble(RULES));
  }

  @Test
  void javaUtilLoggingIsReplacedByOurLogger() throws Exception {
    own.put("own/User", "package own; class User { lib.Speaks speaks; }");
    library.put(
        "lib/Speaks",
        """
        package lib;
        public class Speaks {
          private static final java.util.logging.Logger LOGGER =
              java.util.logging.Logger.getLogger("lib");
          public void speak() { LOGGER.warning("hear"); }
        }
        """);
    byte[] speaks = entries(assemble(RULES)).get("inst/lib/Speaks.classdata");
    assertThat(ConstantPool.of(speaks).classes)
        .contains("own/Log")
        .doesNotContain("java/util/logging/Logger");
  }

  @Test
  void whatOurLoggerDoesNotKnowIsRejected() throws Exception {
    own.put("own/User", "package own; class User { lib.Speaks speaks; }");
    library.put(
        "lib/Speaks",
        """
        package lib;
        public class Speaks {
          public void speak(java.util.logging.Logger logger) { logger.severe("hear"); }
        }
        """);
    assertRejected(RULES, "own/Log.severe (Ljava/lang/String;)V");
  }

  @Test
  void otherClassesOfJavaUtilLoggingAreRejected() throws Exception {
    own.put("own/User", "package own; class User { java.util.logging.Handler handler; }");
    assertRejected(RULES, "own/User refers to java.util.logging");
  }

  @Test
  void unsafeIsRejectedUnlessItsUseAnswersNull() throws Exception {
    own.put(
        "own/User",
        "package own; class User { static Object fast() { return sun.misc.Unsafe.class; } }");
    assertRejected(RULES, "own/User refers to sun.misc.Unsafe");
    assertThat(entries(assemble(RULES + "null own/User.fast\n")))
        .containsKey("inst/own/User.classdata");
  }

  @Test
  void classesAboveJava8NeedARule() throws Exception {
    own.put("own/Newer", "package own; record Newer(int a) {}");
    assertRejected(RULES, "own/Newer needs Java 17 and no rule allows it");
    assertThat(entries(assemble(RULES + "newer own/Newer\n")))
        .containsKey("inst/own/Newer.classdata");
  }

  @Test
  void aLibraryWithoutARuleIsRejected() throws Exception {
    library.put("lib/Unused", "package lib; class Unused {}");
    assertRejected(RULES.replace("reached org.lib:lib MIT\n", ""), "lib 1.2");
    assertRejected(RULES + "none org.lib:gone\n", "not on the class path: [gone]");
  }

  @Test
  void reachingOutsideTheAllowedPackageIsRejected() throws Exception {
    own.put("own/User", "package own; class User { lib.Used used; }");
    library.put("lib/Used", "package lib; public class Used {}");
    assertRejected(RULES + "only lib lib/small/\n", "lib/Used must not be in the JAR");
  }

  @Test
  void aPathOfThisMachineIsRejected() throws Exception {
    String home = System.getProperty("java.home").replace("\\", "\\\\");
    own.put("own/User", "package own; class User { String home = \"" + home + "\"; }");
    assertRejected(RULES, "inst/own/User.classdata contains a path of this machine");
  }

  @Test
  void aJarOverTheBudgetIsRejected() throws Exception {
    assertRejected(RULES + "budget 100\n", "over the budget of 100");
  }

  @Test
  void aMisspeltRuleIsAnError() {
    assertThatThrownBy(() -> assemble(RULES + "al x:y MIT\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jar.rules:5: not a rule: al x:y MIT");
  }

  private void assertRejected(String rules, String finding) {
    assertThatThrownBy(() -> assemble(rules))
        .isInstanceOf(JarRejected.class)
        .hasMessageContaining(finding);
  }

  private byte[] assemble(String rules) throws IOException {
    Path run = Files.createTempDirectory(directory, "run");
    Path libraryClasses = compile(library, Files.createDirectories(run.resolve("lib")), null);
    Path ownClasses =
        compile(own, Files.createDirectories(run.resolve("own/target/classes")), libraryClasses);
    Path jar = run.resolve("lib-1.2.jar");
    zip(libraryClasses, jar);
    Path ruleFile = Files.writeString(run.resolve("jar.rules"), rules);
    Path licence = Files.writeString(run.resolve("LICENSE"), "free");
    String[] args = {
      "unused.jar",
      ruleFile.toString(),
      "1.0.0",
      "2026-01-02T03:04:05Z",
      licence.toString(),
      Files.writeString(run.resolve("weaving.plan"), "plan").toString(),
      ownClasses + File.pathSeparator + jar
    };
    return new JarAssembler(args)
        .assemble(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
  }

  private static Path compile(Map<String, String> sources, Path output, Path classPath)
      throws IOException {
    Path sourceDirectory = Files.createTempDirectory(output.getParent(), "src");
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = sourceDirectory.resolve(source.getKey() + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
    }
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = sourceDirectory.resolve(source.getKey() + ".java");
      String release = source.getValue().contains("record ") ? "17" : "8";
      // Not --release, which would hide sun.misc.
      int result =
          ToolProvider.getSystemJavaCompiler()
              .run(
                  null,
                  OutputStream.nullOutputStream(),
                  OutputStream.nullOutputStream(),
                  "-source",
                  release,
                  "-target",
                  release,
                  "-sourcepath",
                  sourceDirectory.toString(),
                  "-cp",
                  classPath == null ? output.toString() : classPath.toString(),
                  "-d",
                  output.toString(),
                  file.toString());
      assertThat(result).as(source.getKey()).isZero();
    }
    return output;
  }

  private void zip(Path classes, Path jar) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        var walk = Files.walk(classes)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(entry(classes.relativize(file).toString().replace('\\', '/')));
        zip.write(Files.readAllBytes(file));
      }
      for (Map.Entry<String, byte[]> file : libraryFiles.entrySet()) {
        zip.putNextEntry(entry(file.getKey()));
        zip.write(file.getValue());
      }
    }
  }

  private static ZipEntry entry(String path) {
    ZipEntry entry = new ZipEntry(path);
    entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
    return entry;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> entries(byte[] jar) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (InputStream bytes = new ByteArrayInputStream(jar);
        ZipInputStream zip = new ZipInputStream(bytes)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }
}
