package io.obsagent.build;

import io.obsagent.weaving.WeavingPlan;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes {@code obs-agent.jar} out of the module's run-time class path. At the root stand META-INF
 * and the entry classes; everything else is under {@code inst/}, class files renamed {@code
 * .classdata}, where no class path scanner looks. Equal input gives equal bytes.
 */
public final class JarAssembler {
  private static final String INSIDE = "inst/";

  /** Read by the agent's start. */
  private static final String VERSION_FILE = INSIDE + "io/obsagent/agent/start/version";

  private final JarRules rules;
  private final String version;
  private final OffsetDateTime timestamp;
  private final Path licence;
  private final Path plan;
  private final List<ClassPathArtifact> classPath = new ArrayList<>();

  /**
   * @param args as of {@link #main}
   */
  JarAssembler(String[] args) throws IOException {
    rules = JarRules.read(Path.of(args[1]));
    version = args[2];
    timestamp = OffsetDateTime.parse(args[3]);
    licence = Path.of(args[4]);
    plan = Path.of(args[5]);
    for (String element : args[6].split(File.pathSeparator)) {
      Path location = Path.of(element);
      if (Files.exists(location)) {
        classPath.add(ClassPathArtifact.read(location, version));
      }
    }
  }

  /**
   * Run by the build of {@code agent/obs-agent}; a broken rule ends it with exit code 1 and one
   * line per finding, and no JAR is written.
   *
   * @param args output JAR, rule file, version, time for all entries (ISO 8601), our licence file,
   *     weaving plan, class path
   * @throws IOException when a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    try {
      Files.write(Path.of(args[0]), new JarAssembler(args).assemble(System.out));
    } catch (JarRejected rejected) {
      System.err.println(rejected.getMessage());
      System.exit(1);
    }
  }

  byte[] assemble(PrintStream report) throws IOException {
    ClassRewriter rewriter = new ClassRewriter(rules);
    JarContents contents = JarContents.select(rules, rewriter, classPath);
    JarChecks.check(rules, contents, rewriter);

    Map<String, byte[]> files = new TreeMap<>();
    contents.classes.forEach(
        (name, bytes) ->
            files.put(rules.isEntry(name) ? name + ".class" : INSIDE + name + ".classdata", bytes));
    contents.resources.forEach((path, bytes) -> files.put(INSIDE + path, bytes));
    files.put(VERSION_FILE, version.getBytes(StandardCharsets.UTF_8));
    files.put(INSIDE + WeavingPlan.RESOURCE, Files.readAllBytes(plan));
    addLegalFiles(files, contents);
    JarChecks.checkNoMachinePath(files, wordsOfThisMachine());

    byte[] jar = zip(files);
    report(report, contents, jar.length);
    if (jar.length > rules.budget) {
      throw new JarRejected(jar.length + " bytes are over the budget of " + rules.budget);
    }
    return jar;
  }

  private void addLegalFiles(Map<String, byte[]> files, JarContents contents) throws IOException {
    files.put("META-INF/LICENSE", Files.readAllBytes(licence));
    String bill =
        SoftwareBill.of(version, timestamp.toString(), rules, contents.takenBytes.keySet());
    files.put("META-INF/sbom/obs-agent.cdx.json", bill.getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, String> text : rules.licenceTexts.entrySet()) {
      files.put("META-INF/licenses/" + text.getKey(), licenceText(text.getValue()));
    }
    StringBuilder notice = new StringBuilder("obs-agent contains, in whole or in part:\n\n");
    for (ClassPathArtifact artifact : contents.takenBytes.keySet()) {
      JarRules.Artifact rule = rules.artifacts.get(artifact.name);
      if (!rule.group().equals("io.obsagent")) {
        notice.append(
            String.format(
                Locale.ROOT,
                "%s:%s %s, %s%n",
                rule.group(),
                rule.name(),
                artifact.version,
                rule.licence()));
      }
    }
    files.put(
        "META-INF/NOTICE",
        notice.toString().replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** {@code artifact!path}: the text as the library itself brings it. */
  private byte[] licenceText(String source) throws IOException {
    String artifactName = source.substring(0, source.indexOf('!'));
    String path = source.substring(source.indexOf('!') + 1);
    for (ClassPathArtifact artifact : classPath) {
      if (artifact.name.equals(artifactName) && artifact.files.containsKey(path)) {
        return artifact.files.get(path);
      }
    }
    throw new JarRejected("no licence text " + source);
  }

  private static List<String> wordsOfThisMachine() {
    List<String> words = new ArrayList<>();
    words.add(System.getProperty("java.home"));
    words.add(System.getProperty("user.dir"));
    String home = System.getProperty("user.home");
    if (home.length() > 1) {
      words.add(home + File.separator);
    }
    return words;
  }

  private byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      zip.setLevel(Deflater.BEST_COMPRESSION);
      // The manifest first, as every reader of JARs expects.
      write(zip, "META-INF/MANIFEST.MF", manifest().getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        write(zip, file.getKey(), file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private void write(ZipOutputStream zip, String path, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(path);
    // A local time, so that the builder's time zone is not in the bytes.
    entry.setTimeLocal(LocalDateTime.ofInstant(timestamp.toInstant(), ZoneOffset.UTC));
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private String manifest() {
    return String.join(
        "\r\n",
        "Manifest-Version: 1.0",
        "Main-Class: io.obsagent.agent.ObsAgent",
        "Premain-Class: io.obsagent.agent.ObsAgent",
        "Agent-Class: io.obsagent.agent.ObsAgent",
        "Can-Redefine-Classes: true",
        "Can-Retransform-Classes: true",
        "Implementation-Title: obs-agent",
        "Implementation-Version: " + version,
        "",
        "");
  }

  private static void report(PrintStream out, JarContents contents, int size) {
    out.printf("obs-agent.jar: %,d bytes, %d classes%n", size, contents.classes.size());
    contents.takenBytes.forEach(
        (artifact, bytes) ->
            out.printf(
                "  %,10d bytes of classes  %s %s%n", bytes, artifact.name, artifact.version));
  }
}
