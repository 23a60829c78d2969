package io.obsagent.weaving;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The rules in force: those of a plan whose instrumentation is enabled. Immutable. */
final class TypeRules {
  private final Map<String, List<TypeRule>> exact = new HashMap<>();
  private final List<TypeRule> onSubtypes = new ArrayList<>();
  private final List<TypeRule> onDirectSubtypes = new ArrayList<>();
  private final Set<String> wantedOfJdk = new HashSet<>();
  private final ClassFileFilter filter;
  private final ExcludedClasses excluded;

  TypeRules(WeavingPlan plan, Predicate<String> instrumentationEnabled, ExcludedClasses excluded) {
    this.excluded = excluded;
    List<TypeRule> rules = new ArrayList<>();
    Map<Integer, Boolean> enabled = new HashMap<>();
    BitSet wanted = new BitSet();
    for (TypeRule rule : plan.rules) {
      Boolean on = enabled.get(rule.instrumentation);
      if (on == null) {
        on = instrumentationEnabled.test(plan.instrumentations[rule.instrumentation].name);
        enabled.put(rule.instrumentation, on);
      }
      if (!on) {
        continue;
      }
      rules.add(rule);
      if (rule.kind == TypeRule.DIRECTLY_BELOW) {
        onDirectSubtypes.add(rule);
      } else if (rule.kind == TypeRule.BELOW) {
        onSubtypes.add(rule);
        for (int type : rule.wantedTypes) {
          wanted.set(type);
        }
      }
      for (String name : rule.exactNames) {
        List<TypeRule> same = exact.get(name);
        if (same == null) {
          same = new ArrayList<>();
          exact.put(name, same);
        }
        same.add(rule);
      }
    }
    for (Map.Entry<String, int[]> entry : plan.jdkSubtypes.entrySet()) {
      for (int type : entry.getValue()) {
        if (wanted.get(type)) {
          wantedOfJdk.add(entry.getKey());
        }
      }
    }
    filter = new ClassFileFilter(plan.rules, rules);
  }

  ClassFileFilter filter() {
    return filter;
  }

  boolean isEmpty() {
    return exact.isEmpty() && onSubtypes.isEmpty() && onDirectSubtypes.isEmpty();
  }

  /**
   * By name alone: false for nearly every class of the JDK, for other agents' classes, and for
   * those the user excluded.
   */
  boolean mayMatter(String internalName) {
    if (excluded.contains(internalName)) {
      return false;
    }
    if (IgnoredTypes.isJdk(internalName)) {
      return wantedOfJdk.contains(internalName) || exact.containsKey(internalName);
    }
    return !IgnoredTypes.isOther(internalName);
  }

  boolean isExactTarget(String internalName) {
    return exact.containsKey(internalName);
  }

  /** Indexes of the rules that weave a class of this content and position. */
  BitSet weaving(ClassFile file, BitSet wantedTypes, BitSet declaredPairs) {
    BitSet weaving = new BitSet();
    if (declaredPairs.isEmpty()) {
      return weaving;
    }
    String internalName = file.name();
    List<TypeRule> named = exact.get(internalName);
    if (named != null) {
      for (TypeRule rule : named) {
        if (declaresOneOf(rule, declaredPairs) && !rule.excludes(internalName)) {
          weaving.set(rule.index);
        }
      }
    }
    if (!wantedTypes.isEmpty()) {
      for (TypeRule rule : onSubtypes) {
        if (isBelow(rule, wantedTypes)
            && declaresOneOf(rule, declaredPairs)
            && !rule.excludes(internalName)) {
          weaving.set(rule.index);
        }
      }
    }
    for (TypeRule rule : onDirectSubtypes) {
      if (declaresOneOf(rule, declaredPairs)
          && rule.isDirectlyBelow(file.superName(), file.interfaces())
          && !rule.excludes(internalName)) {
        weaving.set(rule.index);
      }
    }
    return weaving;
  }

  /**
   * By position alone, for classes whose bytes are not at hand.
   *
   * @param superName as {@code interfaces} an internal name; null for none
   */
  boolean mayWeave(String internalName, BitSet wantedTypes, String superName, String[] interfaces) {
    if (exact.containsKey(internalName)) {
      return true;
    }
    for (TypeRule rule : onSubtypes) {
      if (isBelow(rule, wantedTypes) && !rule.excludes(internalName)) {
        return true;
      }
    }
    for (TypeRule rule : onDirectSubtypes) {
      if (rule.isDirectlyBelow(superName, interfaces) && !rule.excludes(internalName)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBelow(TypeRule rule, BitSet wantedTypes) {
    for (int type : rule.wantedTypes) {
      if (wantedTypes.get(type)) {
        return true;
      }
    }
    return false;
  }

  private static boolean declaresOneOf(TypeRule rule, BitSet declaredPairs) {
    for (MethodRule method : rule.methods) {
      if (declaredPairs.get(method.pair)) {
        return true;
      }
    }
    return false;
  }
}
