package io.obsagent.build;

import io.obsagent.weaving.Targets;
import io.obsagent.weaving.TypeTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes down what an instrumentation describes. */
final class DescribedTargets implements Targets {
  /**
   * Methods that half of all classes declare: looking for them would make nearly every class a
   * candidate.
   */
  private static final Set<String> TOO_COMMON =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "run()V",
                  "call()Ljava/lang/Object;",
                  "get()Ljava/lang/Object;",
                  "accept(Ljava/lang/Object;)V",
                  "apply(Ljava/lang/Object;)Ljava/lang/Object;",
                  "test(Ljava/lang/Object;)Z",
                  "compareTo(Ljava/lang/Object;)I",
                  "compare(Ljava/lang/Object;Ljava/lang/Object;)I",
                  "iterator()Ljava/util/Iterator;",
                  "next()Ljava/lang/Object;",
                  "hasNext()Z",
                  "equals(Ljava/lang/Object;)Z",
                  "hashCode()I",
                  "toString()Ljava/lang/String;",
                  "getName()Ljava/lang/String;",
                  "size()I",
                  "main([Ljava/lang/String;)V")));

  /** Types that half of all classes name. */
  private static final Set<String> EVERYWHERE =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "java.lang.Object",
                  "java.lang.Runnable",
                  "java.lang.Iterable",
                  "java.lang.Comparable",
                  "java.lang.Enum",
                  "java.io.Serializable",
                  "java.io.Closeable",
                  "java.lang.AutoCloseable",
                  "java.util.Iterator",
                  "java.util.Comparator",
                  "java.util.concurrent.Callable",
                  "java.util.function.Supplier",
                  "java.util.function.Consumer",
                  "java.util.function.Function",
                  "java.util.function.Predicate")));

  /** Which classes a target means; in the order of the codes of {@code TypeRule}. */
  enum Reach {
    BELOW,
    DIRECTLY_BELOW,
    NAMED
  }

  private final String instrumentation;
  private final Faults faults;
  final List<Described> targets = new ArrayList<>();

  DescribedTargets(String instrumentation, Faults faults) {
    this.instrumentation = instrumentation;
    this.faults = faults;
  }

  @Override
  public TypeTarget subtypesOf(String... typeNames) {
    return add(new Described(Reach.BELOW, typeNames));
  }

  @Override
  public TypeTarget directSubtypesOf(String... typeNames) {
    for (String name : typeNames) {
      if (EVERYWHERE.contains(name)) {
        faults.add(
            instrumentation
                + ": too many classes are directly below "
                + name
                + " to look for them; name the classes with types(...)");
      }
    }
    return add(new Described(Reach.DIRECTLY_BELOW, typeNames));
  }

  @Override
  public TypeTarget types(String... exactNames) {
    return add(new Described(Reach.NAMED, exactNames));
  }

  private Described add(Described target) {
    targets.add(target);
    return target;
  }

  /** Name, descriptor and advice of one method. */
  static final class DescribedMethod {
    final String name;
    final String descriptor;
    final String advice;

    DescribedMethod(String name, String descriptor, String advice) {
      this.name = name;
      this.descriptor = descriptor;
      this.advice = advice;
    }

    @Override
    public String toString() {
      return name + descriptor;
    }
  }

  /** One target, names as given. */
  final class Described implements TypeTarget {
    final Reach reach;
    final List<String> typeNames;
    final List<String> excluded = new ArrayList<>();
    final List<String> states = new ArrayList<>();
    final List<DescribedMethod> methods = new ArrayList<>();

    private Described(Reach reach, String[] typeNames) {
      this.reach = reach;
      this.typeNames = Arrays.asList(typeNames.clone());
      for (String name : typeNames) {
        if (name.indexOf('/') >= 0) {
          faults.add(instrumentation + ": type names are dotted, not " + name);
        }
      }
    }

    @Override
    public TypeTarget excluding(String... namePrefixes) {
      excluded.addAll(Arrays.asList(namePrefixes));
      return this;
    }

    @Override
    public TypeTarget method(String name, String descriptor, Class<?> advice) {
      String where = instrumentation + ": " + name + descriptor;
      if (!descriptor.matches("\\((\\[*([BCDFIJSZ]|L[^;.]+;))*\\)(V|\\[*([BCDFIJSZ]|L[^;.]+;))")) {
        faults.add(where + " is no JVM method descriptor");
        return this;
      }
      if (name.startsWith("<")) {
        faults.add(where + ": constructors and static initialisers are never woven");
        return this;
      }
      if (reach == Reach.BELOW && TOO_COMMON.contains(name + descriptor)) {
        faults.add(
            where
                + " is declared by too many classes to look for it below a type; name the classes"
                + " with types(...) or directSubtypesOf(...), or choose another method");
        return this;
      }
      for (DescribedMethod other : methods) {
        if (other.toString().equals(name + descriptor)) {
          faults.add(where + " is named twice for the same types");
        }
      }
      methods.add(new DescribedMethod(name, descriptor, advice.getName()));
      return this;
    }

    @Override
    public TypeTarget state(String stateName) {
      if (!stateName.matches("[a-zA-Z][a-zA-Z0-9]*(\\.[a-zA-Z][a-zA-Z0-9]*)*")) {
        faults.add(
            instrumentation + ": the state name " + stateName + " is not made of words and dots");
      }
      states.add(stateName);
      return this;
    }
  }
}
