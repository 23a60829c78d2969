package io.obsagent.weaving;

import java.lang.instrument.ClassFileTransformer;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sees every class that is defined, and weaves the few that matter. On the threads of the
 * application, often inside class-loader locks: it takes none of its own and loads no class of the
 * application. Never throws; a class it cannot handle is left untouched, with a recorded reason.
 */
final class WeavingTransformer implements ClassFileTransformer {
  /** Values a call site may pass: beyond it a method handle would have too many parameters. */
  private static final int MAX_ARGUMENT_SLOTS = 200;

  private static final int FIRST_SUPPORTED_VERSION = 45;

  private final WeavingPlan plan;
  private final TypeRules rules;
  private final TypeHierarchy hierarchy;
  private final WeavingReport report;
  private final String hook;
  private final int weaving;

  /** The loader of the agent, when it is one of its own: nothing in there matters. */
  private final ClassLoader agentLoader;

  WeavingTransformer(
      WeavingPlan plan, TypeRules rules, WeavingReport report, String hook, int weaving) {
    this.plan = plan;
    this.rules = rules;
    this.report = report;
    this.hook = hook;
    this.weaving = weaving;
    hierarchy = new TypeHierarchy(plan, rules, report);
    ClassLoader own = WeavingTransformer.class.getClassLoader();
    agentLoader = own == ClassLoader.getSystemClassLoader() ? null : own;
  }

  @Override
  public byte[] transform(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    try {
      if (name == null
          || (loader != null && loader == agentLoader)
          || !rules.mayMatter(name)
          || loader instanceof AdviceClassLoader) {
        return null;
      }
      if (!rules.isExactTarget(name) && !rules.filter().mayDeclareWanted(classFile)) {
        return null;
      }
      if (System.getSecurityManager() == null) {
        return weave(loader, name, redefined != null, classFile);
      }
      return AccessController.doPrivileged(
          new PrivilegedAction<byte[]>() {
            @Override
            public byte[] run() {
              return weave(loader, name, redefined != null, classFile);
            }
          });
    } catch (Throwable fault) {
      refuse(name, fault);
      return null;
    }
  }

  private void refuse(String name, Throwable fault) {
    try {
      report.add("left untouched: " + dotted(name) + ", because " + fault);
    } catch (Throwable exhausted) {
      // Not even that: the class stays as it is.
    }
  }

  private static String dotted(String internalName) {
    return internalName.replace('/', '.');
  }

  private byte[] weave(ClassLoader loader, String name, boolean again, byte[] classFile) {
    ClassFile file = new ClassFile(classFile);
    BitSet declared = rules.filter().declared(file, classFile);
    if (declared.isEmpty()) {
      return null;
    }
    TypeHierarchy.Known known = hierarchy.of(loader, file, declared);
    if (known.rules.isEmpty()) {
      return null;
    }
    if (file.majorVersion() < FIRST_SUPPORTED_VERSION) {
      throw new UnsupportedOperationException("class file version " + file.majorVersion());
    }
    Set<String> fields = again ? earlierFields(loader, name, known) : fields(loader, known);
    List<Map<String, Weaver.Target>> passes = targets(loader, name, file, known);
    byte[] woven = classFile;
    for (int i = 0; i < Math.max(1, passes.size()); i++) {
      if (i > 0) {
        // The pass before has added locals.
        passes.set(i, withLocalsOf(new ClassFile(woven), passes.get(i)));
      }
      woven =
          Weaver.weave(
              woven,
              hook,
              weaving,
              passes.isEmpty() ? Collections.<String, Weaver.Target>emptyMap() : passes.get(i),
              i == 0 ? fields : Collections.<String>emptySet());
    }
    if (!again && !fields.isEmpty()) {
      ForeignFields.added(loader, name, fields);
    }
    report(loader, name, again, fields, passes);
    return woven;
  }

  /** Those of the topmost woven class of a hierarchy, per rule. */
  private Set<String> fields(ClassLoader loader, TypeHierarchy.Known known) {
    Set<String> fields = new HashSet<>();
    for (int i = known.rules.nextSetBit(0); i >= 0; i = known.rules.nextSetBit(i + 1)) {
      TypeRule rule = plan.rules[i];
      if (rule.states.length > 0 && !isWovenAbove(loader, known.superName, i)) {
        for (String state : rule.states) {
          fields.add(ForeignFields.fieldOf(state));
        }
      }
    }
    return fields;
  }

  private boolean isWovenAbove(ClassLoader loader, String superName, int rule) {
    for (int depth = 0; superName != null && depth < 100; depth++) {
      TypeHierarchy.Known above = hierarchy.of(loader, superName);
      if (above.rules.get(rule)) {
        return true;
      }
      superName = above.superName;
    }
    return false;
  }

  private Set<String> earlierFields(ClassLoader loader, String name, TypeHierarchy.Known known) {
    Set<String> fields = new HashSet<>();
    for (int i = known.rules.nextSetBit(0); i >= 0; i = known.rules.nextSetBit(i + 1)) {
      for (String state : plan.rules[i].states) {
        String field = ForeignFields.fieldOf(state);
        if (ForeignFields.has(loader, name, field)) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  /** What to weave, one map per pass: a method with several rules takes several. */
  private List<Map<String, Weaver.Target>> targets(
      ClassLoader loader, String name, ClassFile file, TypeHierarchy.Known known) {
    List<Map<String, Weaver.Target>> passes = new ArrayList<>(1);
    Set<String> bridges = bridges(file);
    file.rewindToMethods();
    while (file.nextMember()) {
      int access = file.memberAccess();
      if ((access & ClassFile.NEVER_WOVEN) != 0) {
        continue;
      }
      String method = file.memberName();
      String descriptor = file.memberDescriptor();
      int pass = 0;
      for (int i = known.rules.nextSetBit(0); i >= 0; i = known.rules.nextSetBit(i + 1)) {
        for (MethodRule rule : plan.rules[i].methods) {
          if (means(rule, method, descriptor, bridges)) {
            String obstacle = obstacle(rule, descriptor, (access & ClassFile.ACC_STATIC) != 0);
            if (obstacle != null) {
              report.add("not woven: " + dotted(name) + "." + method + descriptor + obstacle);
              continue;
            }
            if (passes.size() == pass) {
              passes.add(new HashMap<String, Weaver.Target>());
            }
            int site =
                file.majorVersion() < 51 ? OldSites.number(weaving, rule, dotted(name), loader) : 0;
            passes
                .get(pass++)
                .put(
                    method.concat(descriptor),
                    new Weaver.Target(rule, file.memberMaxLocals(), site));
          }
        }
      }
    }
    return passes;
  }

  /** Names and descriptors of the methods that lead to another, more special one. */
  private static Set<String> bridges(ClassFile file) {
    Set<String> bridges = new HashSet<>();
    file.rewindToMethods();
    while (file.nextMember()) {
      if ((file.memberAccess() & ClassFile.ACC_BRIDGE) != 0) {
        bridges.add(file.memberName().concat(file.memberDescriptor()));
      }
    }
    return bridges;
  }

  /** Whether it is the method of the rule, or what a bridge of the rule's signature leads to. */
  private static boolean means(
      MethodRule rule, String method, String descriptor, Set<String> bridges) {
    if (!rule.name.equals(method)) {
      return false;
    }
    if (rule.descriptor.equals(descriptor)) {
      return true;
    }
    int parameters = rule.descriptor.indexOf(')') + 1;
    return !bridges.isEmpty()
        && descriptor.regionMatches(0, rule.descriptor, 0, parameters)
        && bridges.contains(rule.name.concat(rule.descriptor));
  }

  private static String obstacle(MethodRule rule, String descriptor, boolean isStatic) {
    if (rule.replacesReturned && !rule.descriptor.equals(descriptor)) {
      return ", because the advice may return something that the method cannot";
    }
    if (isStatic && rule.passesSelf()) {
      return ", because it is static and the advice wants its object";
    }
    if (rule.descriptor.length() > MAX_ARGUMENT_SLOTS && tooManyArguments(rule)) {
      return ", because it has too many arguments";
    }
    return null;
  }

  private static boolean tooManyArguments(MethodRule rule) {
    return (rule.enter != null && rule.enter.passed.length > MAX_ARGUMENT_SLOTS / 2)
        || (rule.exit != null && rule.exit.passed.length > MAX_ARGUMENT_SLOTS / 2);
  }

  private static Map<String, Weaver.Target> withLocalsOf(
      ClassFile file, Map<String, Weaver.Target> targets) {
    Map<String, Weaver.Target> fresh = new HashMap<>();
    file.rewindToMethods();
    while (file.nextMember()) {
      String key = file.memberName().concat(file.memberDescriptor());
      Weaver.Target target = targets.get(key);
      if (target != null) {
        fresh.put(key, new Weaver.Target(target.rule, file.memberMaxLocals(), target.site));
      }
    }
    return fresh;
  }

  private void report(
      ClassLoader loader,
      String name,
      boolean again,
      Set<String> fields,
      List<Map<String, Weaver.Target>> passes) {
    StringBuilder line = new StringBuilder(again ? "woven again " : "woven ");
    line.append(dotted(name)).append(" in ").append(TypeHierarchy.describe(loader)).append(':');
    Set<String> names = new HashSet<>();
    for (Map<String, Weaver.Target> pass : passes) {
      for (Map.Entry<String, Weaver.Target> each : pass.entrySet()) {
        AdvicePlan advice = plan.advices[each.getValue().rule.advice];
        names.add(plan.instrumentations[advice.instrumentation].name);
        line.append(' ')
            .append(plan.instrumentations[advice.instrumentation].name)
            .append('=')
            .append(each.getKey());
      }
    }
    for (String field : fields) {
      line.append(" +").append(field);
    }
    report.add(line.toString());
    for (String instrumentation : names) {
      report.woven(instrumentation);
    }
  }
}
