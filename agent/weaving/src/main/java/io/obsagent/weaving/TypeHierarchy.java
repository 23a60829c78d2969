package io.obsagent.weaving;

import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers which wanted types a class is below, from class-file resources: no class is ever loaded
 * for it, since that could run application code or change the order in which classes load. Types of
 * the JDK were computed at build time. Answers are kept per class loader, which is held weakly.
 *
 * <p>Thread-safe without locks: two threads may compute the same answer.
 */
final class TypeHierarchy {
  private static final int MAX_KNOWN_PER_LOADER = 10_000;

  /** Longer chains are no hierarchies but a loop in broken class files. */
  private static final int MAX_DEPTH = 100;

  private static final Object BOOTSTRAP = new Object();

  private final WeavingPlan plan;
  private final TypeRules rules;
  private final WeavingReport report;
  private final WeakIdentityMap<Object, ConcurrentHashMap<String, Known>> loaders =
      new WeakIdentityMap<>();

  TypeHierarchy(WeavingPlan plan, TypeRules rules, WeavingReport report) {
    this.plan = plan;
    this.rules = rules;
    this.report = report;
  }

  /** What is known of one type. Immutable once published. */
  static final class Known {
    static final Known NOTHING = new Known(null, new BitSet(), new BitSet());

    /** Internal name; null where the chain is not followed further (JDK, unknown). */
    final String superName;

    /** Indexes of the wanted types this one is, or is below. */
    final BitSet wanted;

    /** Indexes of the rules that weave this class. */
    final BitSet rules;

    Known(String superName, BitSet wanted, BitSet rules) {
      this.superName = superName;
      this.wanted = wanted;
      this.rules = rules;
    }
  }

  /** For a class about to be defined by {@code loader} (null: bootstrap). */
  Known of(ClassLoader loader, ClassFile file, BitSet declared) {
    return read(loader, file, declared, 0);
  }

  /** For a type that {@code loader} can see. */
  Known of(ClassLoader loader, String internalName) {
    return of(loader, internalName, 0);
  }

  private Known read(ClassLoader loader, ClassFile file, BitSet declared, int depth) {
    String name = file.name();
    String superName = file.superName();
    BitSet wanted = new BitSet();
    addSelf(name, wanted);
    if (superName != null) {
      wanted.or(of(loader, superName, depth).wanted);
    }
    for (String each : file.interfaces()) {
      wanted.or(of(loader, each, depth).wanted);
    }
    return new Known(superName, wanted, rules.weaving(file, wanted, declared));
  }

  private void addSelf(String name, BitSet wanted) {
    for (int i = 0; i < plan.wantedTypes.length; i++) {
      if (plan.wantedTypes[i].equals(name)) {
        wanted.set(i);
      }
    }
  }

  private Known of(ClassLoader loader, String name, int depth) {
    int[] jdk = plan.jdkSubtypes.get(name);
    if (jdk != null) {
      BitSet wanted = new BitSet();
      for (int each : jdk) {
        wanted.set(each);
      }
      return new Known(null, wanted, new BitSet());
    }
    if (IgnoredTypes.isJdk(name) || isInJdkPackage(name) || depth > MAX_DEPTH) {
      return Known.NOTHING;
    }
    ConcurrentHashMap<String, Known> known = knownBy(loader);
    Known answer = known.get(name);
    if (answer == null) {
      answer = load(loader, name, depth + 1);
      if (known.size() < MAX_KNOWN_PER_LOADER) {
        known.put(name, answer);
      }
    }
    return answer;
  }

  private boolean isInJdkPackage(String name) {
    if (name.startsWith("javax/") || name.startsWith("org/")) {
      int end = name.lastIndexOf('/') + 1;
      for (String each : plan.jdkPackages) {
        if (each.length() == end && name.startsWith(each)) {
          return true;
        }
      }
    }
    return false;
  }

  private Known load(ClassLoader loader, String name, int depth) {
    try {
      byte[] bytes = resource(loader, name);
      if (bytes == null) {
        BitSet self = new BitSet();
        addSelf(name, self);
        if (self.isEmpty()) {
          report.add(
              "no class file of "
                  + name.replace('/', '.')
                  + " from "
                  + describe(loader)
                  + ": what it is below stays unknown");
        }
        return new Known(null, self, new BitSet());
      }
      ClassFile file = new ClassFile(bytes);
      return read(loader, file, rules.filter().declared(file, bytes), depth);
    } catch (IOException | RuntimeException | LinkageError unreadable) {
      report.add("cannot read the class file of " + name.replace('/', '.') + ": " + unreadable);
      return Known.NOTHING;
    }
  }

  /** Null when there is none. */
  static byte[] resource(ClassLoader loader, String internalName) throws IOException {
    String path = internalName.concat(".class");
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(path)
            : loader.getResourceAsStream(path)) {
      return in == null ? null : AdviceBytes.readAll(in);
    }
  }

  private ConcurrentHashMap<String, Known> knownBy(ClassLoader loader) {
    Object key = loader == null ? BOOTSTRAP : loader;
    ConcurrentHashMap<String, Known> known = loaders.get(key);
    if (known == null) {
      ConcurrentHashMap<String, Known> fresh = new ConcurrentHashMap<>();
      known = loaders.putIfAbsent(key, fresh);
      if (known == null) {
        known = fresh;
      }
    }
    return known;
  }

  /** Class and identity of a loader; never its own {@code toString}. */
  static String describe(ClassLoader loader) {
    return loader == null
        ? "the bootstrap loader"
        : loader.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(loader));
  }
}
