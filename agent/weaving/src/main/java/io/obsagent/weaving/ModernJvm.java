package io.obsagent.weaving;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * What Java 9 and above offer and Java 8 does not know, reached by reflection: packages of other
 * modules opened to us, look-ups inside them. With the system property {@code obs.java8=true} it is
 * as if it were not there, so that the way of Java 8 can be tested.
 */
final class ModernJvm {
  private final Instrumentation instrumentation;
  private final Method getModule;
  private final Method redefineModule;
  private final Method privateLookupIn;
  private final Method defineClass;

  private ModernJvm(Instrumentation instrumentation) throws ReflectiveOperationException {
    this.instrumentation = instrumentation;
    Class<?> module = Class.forName("java.lang.Module");
    getModule = Class.class.getMethod("getModule");
    redefineModule =
        Instrumentation.class.getMethod(
            "redefineModule", module, Set.class, Map.class, Map.class, Set.class, Map.class);
    privateLookupIn =
        MethodHandles.class.getMethod("privateLookupIn", Class.class, MethodHandles.Lookup.class);
    defineClass = MethodHandles.Lookup.class.getMethod("defineClass", byte[].class);
  }

  /** Null on Java 8, or when it is asked to be played. */
  static ModernJvm of(Instrumentation instrumentation) {
    if (Boolean.getBoolean("obs.java8")) {
      return null;
    }
    try {
      return new ModernJvm(instrumentation);
    } catch (ReflectiveOperationException java8) {
      return null;
    }
  }

  /** A look-up with private access to {@code type}; its package is opened to us first. */
  MethodHandles.Lookup lookupIn(Class<?> type) throws ReflectiveOperationException {
    Object theirs = getModule.invoke(type);
    Object ours = getModule.invoke(ModernJvm.class);
    String name = type.getName();
    if (theirs != ours && name.indexOf('.') > 0) {
      Map<String, Set<Object>> opens =
          Collections.singletonMap(
              name.substring(0, name.lastIndexOf('.')), Collections.singleton(ours));
      redefineModule.invoke(
          instrumentation,
          theirs,
          Collections.emptySet(),
          Collections.emptyMap(),
          opens,
          Collections.emptySet(),
          Collections.emptyMap());
    }
    return (MethodHandles.Lookup) privateLookupIn.invoke(null, type, MethodHandles.lookup());
  }

  /** Defines a class beside {@code neighbour}: same loader, package and module. */
  Class<?> defineBeside(Class<?> neighbour, byte[] classFile) throws ReflectiveOperationException {
    return (Class<?>) defineClass.invoke(lookupIn(neighbour), classFile);
  }
}
