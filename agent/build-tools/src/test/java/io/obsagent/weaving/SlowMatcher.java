package io.obsagent.weaving;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.pool.TypePool;

/**
 * What of a class is to be woven, found as slowly as it can be done: every supertype, every rule,
 * every method, with Byte Buddy's view of the class.
 */
final class SlowMatcher implements Targets {
  private final String name;
  private final Set<String> supertypes = new TreeSet<>();
  private final Set<String> direct = new TreeSet<>();
  private final Set<String> wanted = new TreeSet<>();

  private SlowMatcher(String name) {
    this.name = name.replace('/', '.');
  }

  /**
   * Internal class name, method name and descriptor, in one string with a dot.
   *
   * @param name internal
   */
  static Set<String> methods(
      Consumer<Targets> targets, TypePool types, String name, byte[] classFile) {
    SlowMatcher matcher = new SlowMatcher(name);
    TypeDescription type = types.describe(matcher.name).resolve();
    if (type.isInterface()) {
      return Collections.emptySet();
    }
    ClassReader reader = new ClassReader(classFile);
    matcher.direct.add(reader.getSuperName().replace('/', '.'));
    for (String each : reader.getInterfaces()) {
      matcher.direct.add(each.replace('/', '.'));
    }
    // By name also where the type itself is not there.
    matcher.supertypes.addAll(matcher.direct);
    matcher.addSupertypes(type);
    targets.accept(matcher);
    Set<String> methods = new TreeSet<>();
    for (MethodDescription method : type.getDeclaredMethods()) {
      MethodDescription real = method.isBridge() ? target(type, method) : method;
      if (real != null
          && !method.isAbstract()
          && !method.isNative()
          && matcher.wanted.contains(method.getInternalName() + method.getDescriptor())) {
        methods.add(name + "." + real.getInternalName() + real.getDescriptor());
      }
    }
    return methods;
  }

  private void addSupertypes(TypeDescription type) {
    supertypes.add(type.getName());
    try {
      if (type.getSuperClass() != null) {
        addSupertypes(type.getSuperClass().asErasure());
      }
      for (TypeDescription each : type.getInterfaces().asErasures()) {
        addSupertypes(each);
      }
    } catch (TypePool.Resolution.NoSuchTypeException optional) {
      // A library that is not there: nobody can load this class.
    }
  }

  /** The method that a bridge leads to, where only the returned type differs. */
  private static MethodDescription target(TypeDescription type, MethodDescription bridge) {
    for (MethodDescription method : type.getDeclaredMethods()) {
      if (!method.isBridge()
          && !method.isAbstract()
          && method.getInternalName().equals(bridge.getInternalName())
          && parameters(method).equals(parameters(bridge))) {
        return method;
      }
    }
    return null;
  }

  private static String parameters(MethodDescription method) {
    return method.getDescriptor().substring(0, method.getDescriptor().indexOf(')'));
  }

  @Override
  public TypeTarget subtypesOf(String... typeNames) {
    return new Target(!Collections.disjoint(supertypes, Arrays.asList(typeNames)));
  }

  @Override
  public TypeTarget directSubtypesOf(String... typeNames) {
    return new Target(!Collections.disjoint(direct, Arrays.asList(typeNames)));
  }

  @Override
  public TypeTarget types(String... exactNames) {
    return new Target(List.of(exactNames).contains(name));
  }

  private final class Target implements TypeTarget {
    private boolean applies;

    Target(boolean applies) {
      this.applies = applies;
    }

    @Override
    public TypeTarget excluding(String... prefixes) {
      applies &= Arrays.stream(prefixes).noneMatch(name::startsWith);
      return this;
    }

    @Override
    public TypeTarget method(String methodName, String descriptor, Class<?> advice) {
      if (applies) {
        wanted.add(methodName + descriptor);
      }
      return this;
    }

    @Override
    public TypeTarget state(String stateName) {
      return this;
    }
  }
}
