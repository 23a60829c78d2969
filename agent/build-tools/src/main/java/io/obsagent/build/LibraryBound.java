package io.obsagent.build;

import io.obsagent.build.ScannedClass.Use;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Which classes of an instrumentation mention types of the library, directly or through each other:
 * they are defined once per application class loader, all others live in the agent's.
 */
final class LibraryBound {
  private static final String INSTRUMENTATION = "io/obsagent/instrumentation/";
  private static final String AGENT = "io/obsagent/";

  /** In the agent's loader, isolated from the application's copy: the engine's business. */
  private static final String[] AGENTS_OWN = {
    "io/opentelemetry/", "org/jctools/", "org/HdrHistogram/", "net/bytebuddy/"
  };

  /** Internal names. */
  final Set<String> classes = new TreeSet<>();

  /** Library types they use. */
  final Set<String> types = new TreeSet<>();

  /** Library members they use, by text. */
  final TreeMap<String, Use> uses = new TreeMap<>();

  private final String instrumentation;
  private final ClassFiles classFiles;
  private final Faults faults;

  private LibraryBound(String instrumentation, ClassFiles classFiles, Faults faults) {
    this.instrumentation = instrumentation;
    this.classFiles = classFiles;
    this.faults = faults;
  }

  static LibraryBound of(
      String instrumentation, Iterable<String> advices, ClassFiles classFiles, Faults faults) {
    LibraryBound bound = new LibraryBound(instrumentation, classFiles, faults);
    Set<String> reached = bound.reached(advices);
    bound.spread(reached);
    bound.collect();
    return bound;
  }

  static boolean isLibrary(String type) {
    return !type.startsWith(AGENT) && !JdkTypes.isJdk(type);
  }

  private Set<String> reached(Iterable<String> advices) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (String advice : advices) {
      open.add(PlanModel.internal(advice));
    }
    while (!open.isEmpty()) {
      String name = open.remove();
      if (!reached.add(name)) {
        continue;
      }
      ScannedClass scanned = classFiles.scan(name);
      if (scanned == null) {
        faults.add(instrumentation + " uses " + name + ", which is not on the class path");
        reached.remove(name);
        continue;
      }
      for (String type : scanned.types) {
        if (type.startsWith(INSTRUMENTATION)) {
          open.add(type);
        } else {
          for (String own : AGENTS_OWN) {
            if (type.startsWith(own)) {
              faults.add(
                  scanned.name.replace('/', '.')
                      + " mentions "
                      + type.replace('/', '.')
                      + ": the agent's own libraries are reached through the engine only");
            }
          }
        }
      }
    }
    return reached;
  }

  private void spread(Set<String> reached) {
    boolean grew = true;
    while (grew) {
      grew = false;
      for (String name : reached) {
        if (!classes.contains(name) && mentionsLibrary(classFiles.scan(name))) {
          classes.add(name);
          grew = true;
        }
      }
    }
  }

  private boolean mentionsLibrary(ScannedClass scanned) {
    for (String type : scanned.types) {
      if (isLibrary(type) || classes.contains(type)) {
        return true;
      }
    }
    return false;
  }

  private void collect() {
    for (String name : classes) {
      if (!name.startsWith(INSTRUMENTATION)) {
        faults.add(
            name.replace('/', '.')
                + " mentions library types and so must be in a package below "
                + INSTRUMENTATION.replace('/', '.'));
      }
      ScannedClass scanned = classFiles.scan(name);
      for (String type : scanned.types) {
        if (isLibrary(type)) {
          types.add(type);
        } else if (type.startsWith(AGENT) && !classes.contains(type)) {
          requirePublic(scanned, type);
        }
      }
      for (Use use : scanned.uses.values()) {
        if (isLibrary(use.owner)) {
          uses.put(use.toString(), use);
        } else if (use.owner.startsWith(AGENT) && !classes.contains(use.owner)) {
          requirePublic(scanned, use);
        }
      }
    }
  }

  /** They are in different loaders, so in different packages whatever their names say. */
  private void requirePublic(ScannedClass from, String type) {
    ScannedClass to = classFiles.scan(type);
    if (to != null && (to.access & Opcodes.ACC_PUBLIC) == 0) {
      notPublic(from, type);
    }
  }

  private void requirePublic(ScannedClass from, Use use) {
    for (ScannedClass to = classFiles.scan(use.owner);
        to != null;
        to = to.superName == null ? null : classFiles.scan(to.superName)) {
      Integer access = to.members.get(use.name + use.descriptor);
      if (access != null) {
        if ((access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) == 0) {
          notPublic(from, use.owner + "." + use.name);
        }
        return;
      }
    }
  }

  private void notPublic(ScannedClass from, String what) {
    faults.add(
        from.name.replace('/', '.')
            + " mentions library types and is loaded beside the application, so "
            + what.replace('/', '.')
            + ", which it uses and which is not, must be public");
  }
}
