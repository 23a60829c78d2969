package io.obsagent.build;

import io.obsagent.build.DescribedTargets.Described;
import io.obsagent.build.DescribedTargets.DescribedMethod;
import io.obsagent.weaving.LibraryInstrumentation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/** Everything a plan says, checked, in the order in which it is written. */
final class PlanModel {
  /**
   * One instrumentation with its targets and what belongs to its advice. Two may have the same
   * name: they are switched on and off together, but each is checked against its own library.
   */
  static final class Instrumentation {
    final String name;
    final List<Rule> rules = new ArrayList<>();

    /** By class name, in the order of first use. */
    final Map<String, Advice> advices = new LinkedHashMap<>();

    /** Internal name of a type the library must not have, or null. */
    final String onlyWithout;

    LibraryBound bound;

    Instrumentation(String name, String onlyWithout) {
      this.name = name;
      this.onlyWithout = onlyWithout == null ? null : internal(onlyWithout);
    }
  }

  /** An advice class with the adapter generated for it. */
  static final class Advice {
    final AdviceModel model;
    final AdapterGenerator adapter;

    Advice(AdviceModel model) {
      this.model = model;
      this.adapter = new AdapterGenerator(model);
    }
  }

  /** A target with its woven methods. */
  static final class Rule {
    final Described target;
    final List<WovenMethod> methods = new ArrayList<>();

    Rule(Described target) {
      this.target = target;
    }
  }

  final List<Instrumentation> instrumentations = new ArrayList<>();

  /** Internal names below which rules look, numbered in order. */
  final List<String> wantedTypes = new ArrayList<>();

  private final ClassFiles classFiles;
  private final TypePool types;
  private final Faults faults;

  PlanModel(ClassLoader classPath, Faults faults) {
    this.faults = faults;
    classFiles = new ClassFiles(classPath);
    types =
        new TypePool.Default(
            new TypePool.CacheProvider.Simple(),
            new ClassFileLocator.Compound(
                ClassFileLocator.ForClassLoader.of(classPath),
                ClassFileLocator.ForClassLoader.ofPlatformLoader()),
            TypePool.Default.ReaderMode.FAST);
  }

  ClassFiles classFiles() {
    return classFiles;
  }

  void add(LibraryInstrumentation described) {
    String name = described.name();
    Instrumentation instrumentation = new Instrumentation(name, described.onlyWithout());
    if (!name.matches("[a-z0-9]+([-.][a-z0-9]+)*")) {
      faults.add("the instrumentation name " + name + " is no part of a property name");
    }
    instrumentations.add(instrumentation);
    DescribedTargets targets = new DescribedTargets(name, faults);
    described.describe(targets);
    if (targets.targets.isEmpty()) {
      faults.add(name + " names no types");
    }
    for (Described target : targets.targets) {
      instrumentation.rules.add(rule(instrumentation, target));
    }
    instrumentation.bound =
        LibraryBound.of(name, instrumentation.advices.keySet(), classFiles, faults);
  }

  private Rule rule(Instrumentation instrumentation, Described target) {
    Rule rule = new Rule(target);
    if (target.methods.isEmpty()) {
      faults.add(instrumentation.name + " names no method for " + target.typeNames);
    }
    if (target.reach == DescribedTargets.Reach.BELOW) {
      for (String each : target.typeNames) {
        if (!wantedTypes.contains(internal(each))) {
          wantedTypes.add(internal(each));
        }
      }
    }
    for (DescribedMethod method : target.methods) {
      Advice advice = advice(instrumentation, method.advice);
      if (advice == null) {
        continue;
      }
      WovenMethod woven =
          new WovenMethodCheck(types, faults)
              .check(instrumentation.name, target, method, advice.model);
      if (woven != null) {
        if (!advice.adapter.add(woven)) {
          faults.add(
              instrumentation.name
                  + ": "
                  + method.advice
                  + " replaces arguments of different types by array elements; make it two advices");
        }
        rule.methods.add(woven);
      }
    }
    return rule;
  }

  private Advice advice(Instrumentation instrumentation, String className) {
    Advice advice = instrumentation.advices.get(className);
    if (advice == null) {
      try {
        advice = new Advice(new AdviceReader(types, faults).read(className));
      } catch (TypePool.Resolution.NoSuchTypeException missing) {
        faults.add(className + " needs " + missing.getName() + ", which is not on the class path");
        return null;
      }
      instrumentation.advices.put(className, advice);
    }
    return advice;
  }

  /** Classes of the JDK below the wanted types, with the numbers of those. */
  TreeMap<String, Set<Integer>> jdkSubtypes() {
    return JdkTypes.below(wantedTypes);
  }

  static String internal(String dotted) {
    return dotted.replace('.', '/');
  }
}
