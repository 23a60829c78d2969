package io.obsagent.build;

import io.obsagent.build.JarRules.Artifact;
import io.obsagent.build.JarRules.Share;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides which classes, services and resources of the class path go into the JAR: all of our own,
 * and of the libraries what is reached from there. A class is reached when a taken class names it
 * in any way but an annotation; classes are taken whole, because the verifier may ask for whatever
 * any of their methods mentions.
 */
final class JarContents {
  private static final String SERVICES = "META-INF/services/";

  private final JarRules rules;
  private final ClassRewriter rewriter;

  /** Class name to the artifact it is in, for every class of the class path. */
  private final Map<String, ClassPathArtifact> homes = new HashMap<>();

  /** Service name to its providers, over all artifacts, in class path order. */
  private final Map<String, Set<String>> services = new TreeMap<>();

  private final ArrayDeque<String> toVisit = new ArrayDeque<>();

  /** Taken classes in their final form, by internal name. */
  final Map<String, byte[]> classes = new TreeMap<>();

  /** Taken service files and resources, by path. */
  final Map<String, byte[]> resources = new TreeMap<>();

  /** Bytes of class files taken of each artifact, in class path order; nothing taken, no entry. */
  final Map<ClassPathArtifact, Integer> takenBytes = new LinkedHashMap<>();

  private JarContents(JarRules rules, ClassRewriter rewriter) {
    this.rules = rules;
    this.rewriter = rewriter;
  }

  static JarContents select(
      JarRules rules, ClassRewriter rewriter, List<ClassPathArtifact> classPath) {
    JarContents contents = new JarContents(rules, rewriter);
    contents.requireRulesFor(classPath);
    for (ClassPathArtifact artifact : classPath) {
      contents.index(artifact);
    }
    contents.visitAll();
    for (ClassPathArtifact artifact : classPath) {
      contents.takeResources(artifact);
    }
    contents.requireUsefulRoots();
    return contents;
  }

  private void requireRulesFor(List<ClassPathArtifact> classPath) {
    Set<String> seen = new LinkedHashSet<>();
    List<String> unruled = new ArrayList<>();
    for (ClassPathArtifact artifact : classPath) {
      seen.add(artifact.name);
      if (!rules.artifacts.containsKey(artifact.name)) {
        unruled.add(artifact.name + " " + artifact.version);
      }
    }
    if (!unruled.isEmpty()) {
      throw new JarRejected(
          "no rule says whether these belong into the JAR: " + String.join(", ", unruled));
    }
    Set<String> stale = new LinkedHashSet<>(rules.artifacts.keySet());
    stale.removeAll(seen);
    if (!stale.isEmpty()) {
      throw new JarRejected("rules for what is not on the class path: " + stale);
    }
  }

  private void index(ClassPathArtifact artifact) {
    Artifact rule = rules.artifacts.get(artifact.name);
    if (rule.share() == Share.NONE) {
      return;
    }
    for (Map.Entry<String, byte[]> file : artifact.files.entrySet()) {
      String path = file.getKey();
      if (path.startsWith(SERVICES)) {
        services
            .computeIfAbsent(path.substring(SERVICES.length()), s -> new LinkedHashSet<>())
            .addAll(providers(file.getValue()));
      } else if (isClass(path)) {
        String name = path.substring(0, path.length() - ".class".length());
        if (homes.putIfAbsent(name, artifact) == null
            && (rule.share() == Share.ALL || rules.roots.contains(name))) {
          toVisit.add(name);
        }
      }
    }
  }

  /** Classes of other Java versions and module descriptors mean nothing to our class loader. */
  private static boolean isClass(String path) {
    return path.endsWith(".class")
        && !path.startsWith("META-INF/")
        && !path.endsWith("module-info.class")
        && !path.endsWith("package-info.class");
  }

  private static List<String> providers(byte[] file) {
    List<String> providers = new ArrayList<>();
    for (String line : new String(file, StandardCharsets.UTF_8).split("\n")) {
      String provider = line.replaceFirst("#.*", "").trim();
      if (!provider.isEmpty()) {
        providers.add(provider);
      }
    }
    return providers;
  }

  private void visitAll() {
    // A service reached late brings providers, which reach more: on until nothing new comes.
    boolean grows = true;
    while (grows) {
      while (!toVisit.isEmpty()) {
        take(toVisit.remove());
      }
      grows = false;
      for (Map.Entry<String, Set<String>> service : services.entrySet()) {
        if (isServed(service.getKey())) {
          for (String provider : service.getValue()) {
            grows |= reach(provider.replace('.', '/'), "service " + service.getKey());
          }
        }
      }
    }
  }

  private boolean isServed(String service) {
    return classes.containsKey(service.replace('.', '/'));
  }

  private void take(String name) {
    if (classes.containsKey(name)) {
      return;
    }
    ClassPathArtifact home = homes.get(name);
    byte[] original = home.files.get(name + ".class");
    byte[] rewritten = rewriter.rewrite(original);
    classes.put(name, rewritten);
    takenBytes.merge(home, rewritten.length, Integer::sum);
    for (String reached : ConstantPool.of(rewritten).classes) {
      reach(reached, name);
    }
  }

  /** Returns whether the class is ours to take and was not yet. */
  private boolean reach(String name, String from) {
    ClassPathArtifact home = homes.get(name);
    if (home == null || classes.containsKey(name)) {
      return false;
    }
    String prefix = rules.only.get(home.name);
    if (prefix != null && !name.startsWith(prefix)) {
      throw new JarRejected(
          name + " must not be in the JAR (only " + prefix + "), but is reached from " + from);
    }
    toVisit.add(name);
    return true;
  }

  private void takeResources(ClassPathArtifact artifact) {
    Artifact rule = rules.artifacts.get(artifact.name);
    for (Map.Entry<String, byte[]> file : artifact.files.entrySet()) {
      String path = file.getKey();
      boolean own = rule.share() == Share.ALL && !path.startsWith("META-INF/");
      if (!path.endsWith(".class") && (own || rules.resources.contains(path))) {
        resources.putIfAbsent(path, file.getValue());
      }
    }
    for (Map.Entry<String, Set<String>> service : services.entrySet()) {
      if (isServed(service.getKey())) {
        String lines = String.join("\n", service.getValue()) + "\n";
        resources.put(SERVICES + service.getKey(), lines.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void requireUsefulRoots() {
    for (String root : rules.roots) {
      if (!classes.containsKey(root)) {
        throw new JarRejected("root is not on the class path: " + root);
      }
    }
    for (String entry : rules.entries) {
      if (!classes.containsKey(entry)) {
        throw new JarRejected("entry class is not on the class path: " + entry);
      }
    }
  }
}
