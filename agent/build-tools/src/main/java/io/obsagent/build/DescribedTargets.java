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

  private final String instrumentation;
  private final Faults faults;
  final List<Described> targets = new ArrayList<>();

  DescribedTargets(String instrumentation, Faults faults) {
    this.instrumentation = instrumentation;
    this.faults = faults;
  }

  @Override
  public TypeTarget subtypesOf(String... typeNames) {
    return add(new Described(true, typeNames));
  }

  @Override
  public TypeTarget types(String... exactNames) {
    return add(new Described(false, exactNames));
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
    final boolean subtypes;
    final List<String> typeNames;
    final List<String> excluded = new ArrayList<>();
    final List<String> states = new ArrayList<>();
    final List<DescribedMethod> methods = new ArrayList<>();

    private Described(boolean subtypes, String[] typeNames) {
      this.subtypes = subtypes;
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
      if (subtypes && TOO_COMMON.contains(name + descriptor)) {
        faults.add(
            where
                + " is declared by too many classes to look for it below a type; name the classes"
                + " with types(...) or choose another method");
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
