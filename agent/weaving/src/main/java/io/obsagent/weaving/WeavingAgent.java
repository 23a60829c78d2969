package io.obsagent.weaving;

import io.obsagent.engine.log.AgentLog;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** Weaving as a whole: the registered transformer and what it reports. */
public final class WeavingAgent {
  private final Instrumentation instrumentation;
  private final WeavingPlan plan;
  private final WeavingTransformer transformer;
  private final WeavingReport report;

  private WeavingAgent(
      Instrumentation instrumentation,
      WeavingPlan plan,
      WeavingTransformer transformer,
      WeavingReport report) {
    this.instrumentation = instrumentation;
    this.plan = plan;
    this.transformer = transformer;
    this.report = report;
  }

  /**
   * Defines the hook, registers the transformer and weaves the classes that are loaded already.
   *
   * @param plan what to weave
   * @param source class files of the advice classes
   * @param instrumentationEnabled asked once per instrumentation name
   * @param debug whether each decision is a debug line of {@link AgentLog}, which shows them while
   *     that is on; the report has it anyway
   * @throws IllegalStateException when the hook cannot be defined or is another agent's: then
   *     nothing is woven
   */
  public static WeavingAgent install(
      Instrumentation instrumentation,
      WeavingPlan plan,
      AdviceBytes source,
      Predicate<String> instrumentationEnabled,
      boolean debug) {
    return install(
        instrumentation, plan, source, instrumentationEnabled, ExcludedClasses.NONE, debug);
  }

  /** As the other, leaving the classes that the user excluded alone. */
  public static WeavingAgent install(
      Instrumentation instrumentation,
      WeavingPlan plan,
      AdviceBytes source,
      Predicate<String> instrumentationEnabled,
      ExcludedClasses excluded,
      boolean debug) {
    WeavingReport report = new WeavingReport(debug);
    ModernJvm modern = ModernJvm.of(instrumentation);
    String hook;
    try {
      hook = HookInstaller.install(instrumentation, plan, modern);
    } catch (ReflectiveOperationException | IOException | LinkageError impossible) {
      throw new IllegalStateException("the weaving hook cannot be defined", impossible);
    }
    ForeignFields.reachBy(modern);
    TypeRules rules = new TypeRules(plan, instrumentationEnabled, excluded);
    int weaving = Linker.register(plan, source, report);
    WeavingTransformer transformer = new WeavingTransformer(plan, rules, report, hook, weaving);
    WeavingAgent agent = new WeavingAgent(instrumentation, plan, transformer, report);
    preload(transformer, plan);
    instrumentation.addTransformer(transformer, instrumentation.isRetransformClassesSupported());
    agent.weaveLoaded(plan, rules);
    return agent;
  }

  /**
   * Loads what a first transform or link would load in the middle of another class's loading, where
   * the JVM answers with a ClassCircularityError.
   */
  private static void preload(WeavingTransformer transformer, WeavingPlan plan) {
    ThreadLocalRandom.current();
    transformer.transform(null, "java/lang/Nothing", null, null, plan.javaLangHook);
    transformer.transform(null, "nothing/Nothing", null, null, plan.javaLangHook);
  }

  /** Classes that loaded before us: woven in one go, without added fields. */
  private void weaveLoaded(WeavingPlan plan, TypeRules rules) {
    if (!instrumentation.isRetransformClassesSupported() || rules.isEmpty()) {
      return;
    }
    LoadedTypes loaded = new LoadedTypes(plan, rules);
    List<Class<?>> candidates = new ArrayList<>();
    for (Class<?> each : instrumentation.getAllLoadedClasses()) {
      if (loaded.mayWeave(each) && instrumentation.isModifiableClass(each)) {
        candidates.add(each);
      }
    }
    if (candidates.isEmpty()) {
      return;
    }
    try {
      instrumentation.retransformClasses(candidates.toArray(new Class<?>[0]));
    } catch (UnmodifiableClassException
        | RuntimeException
        | LinkageError
        | InternalError together) {
      for (Class<?> each : candidates) {
        try {
          instrumentation.retransformClasses(each);
        } catch (UnmodifiableClassException
            | RuntimeException
            | LinkageError
            | InternalError alone) {
          report.add("not woven, loaded before: " + each.getName() + ", because " + alone);
        }
      }
    }
  }

  /** The position of loaded classes, by reflection that loads nothing. */
  private static final class LoadedTypes {
    private final TypeRules rules;
    private final WeavingPlan plan;
    private final IdentityHashMap<Class<?>, BitSet> known = new IdentityHashMap<>();

    LoadedTypes(WeavingPlan plan, TypeRules rules) {
      this.plan = plan;
      this.rules = rules;
    }

    boolean mayWeave(Class<?> type) {
      if (type.isArray() || type.isPrimitive() || type.isInterface()) {
        return false;
      }
      String name = type.getName().replace('.', '/');
      return rules.mayMatter(name)
          && rules.mayWeave(name, wanted(type), superName(type), interfaces(type));
    }

    private static String superName(Class<?> type) {
      Class<?> superclass = type.getSuperclass();
      return superclass == null ? null : superclass.getName().replace('.', '/');
    }

    private static String[] interfaces(Class<?> type) {
      Class<?>[] interfaces = type.getInterfaces();
      String[] names = new String[interfaces.length];
      for (int i = 0; i < names.length; i++) {
        names[i] = interfaces[i].getName().replace('.', '/');
      }
      return names;
    }

    private BitSet wanted(Class<?> type) {
      BitSet wanted = known.get(type);
      if (wanted == null) {
        wanted = new BitSet();
        String name = type.getName().replace('.', '/');
        for (int i = 0; i < plan.wantedTypes.length; i++) {
          if (plan.wantedTypes[i].equals(name)) {
            wanted.set(i);
          }
        }
        Class<?> superclass = type.getSuperclass();
        if (superclass != null) {
          wanted.or(wanted(superclass));
        }
        for (Class<?> each : type.getInterfaces()) {
          wanted.or(wanted(each));
        }
        known.put(type, wanted);
      }
      return wanted;
    }
  }

  /** What was woven so far, what not and why. */
  public WeavingReport report() {
    return report;
  }

  /** The names of all instrumentations there are, in the alphabet's order. */
  public Set<String> instrumentations() {
    Set<String> names = new TreeSet<>();
    for (InstrumentationPlan each : plan.instrumentations) {
      names.add(each.name);
    }
    return names;
  }

  WeavingTransformer transformer() {
    return transformer;
  }

  /**
   * Takes the transformer away again, for tests. Classes woven so far stay woven; those with an
   * added field can from then on no longer be transformed by anyone, since nobody adds the field.
   */
  public void remove() {
    instrumentation.removeTransformer(transformer);
  }
}
