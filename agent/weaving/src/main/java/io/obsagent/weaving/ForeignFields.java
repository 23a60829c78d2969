package io.obsagent.weaving;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which classes carry an added field, and how to reach it. A class gets its fields when it is first
 * defined or never: a later transform that added or dropped one would be refused by the JVM. So
 * what was decided first is remembered per class loader, weakly, and repeated.
 */
final class ForeignFields {
  private static final Object BOOTSTRAP = new Object();

  /** Loader → "internal name of the class, space, field". */
  private static final WeakIdentityMap<Object, Set<String>> ADDED = new WeakIdentityMap<>();

  private static volatile ModernJvm modern;

  private ForeignFields() {}

  /** The name of the field that holds a state. */
  static String fieldOf(String stateName) {
    return "obs$".concat(stateName.replace('.', '$'));
  }

  /**
   * How members of other modules are reached from now on.
   *
   * @param jvm null for reflection alone, as on Java 8
   */
  static void reachBy(ModernJvm jvm) {
    modern = jvm;
  }

  /** Null: as told to {@link #reachBy}. */
  static ModernJvm modern() {
    return modern;
  }

  /** Called when a class is first defined, before its bytes are handed to the JVM. */
  static void added(ClassLoader loader, String className, Set<String> fields) {
    Object key = loader == null ? BOOTSTRAP : loader;
    Set<String> of = ADDED.get(key);
    if (of == null) {
      Set<String> fresh = ConcurrentHashMap.newKeySet();
      of = ADDED.putIfAbsent(key, fresh);
      if (of == null) {
        of = fresh;
      }
    }
    for (String field : fields) {
      of.add(className + " " + field);
    }
  }

  static boolean has(ClassLoader loader, String className, String field) {
    Set<String> of = ADDED.get(loader == null ? BOOTSTRAP : loader);
    return of != null && of.contains(className + " " + field);
  }

  /** Getter and setter of one added field. Immutable. */
  static final class Access {
    /** No class of the hierarchy has the field, or it cannot be reached. */
    static final Access NONE = new Access(null, null);

    /** (Object)Object. */
    final MethodHandle getter;

    /** (Object, Object)void. */
    final MethodHandle setter;

    private Access(MethodHandle getter, MethodHandle setter) {
      this.getter = getter;
      this.setter = setter;
    }
  }

  /** Searches upwards from {@code type}. Never throws. */
  static Access find(Class<?> type, String field) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (has(each.getClassLoader(), each.getName().replace('.', '/'), field)) {
        try {
          return reach(each, field);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError unreachable) {
          return Access.NONE;
        }
      }
    }
    return Access.NONE;
  }

  private static Access reach(Class<?> type, String name) throws ReflectiveOperationException {
    MethodHandle getter;
    MethodHandle setter;
    if (modern != null) {
      MethodHandles.Lookup lookup = modern.lookupIn(type);
      getter = lookup.findGetter(type, name, Object.class);
      setter = lookup.findSetter(type, name, Object.class);
    } else {
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      getter = MethodHandles.lookup().unreflectGetter(field);
      setter = MethodHandles.lookup().unreflectSetter(field);
    }
    return new Access(
        getter.asType(MethodType.methodType(Object.class, Object.class)),
        setter.asType(MethodType.methodType(void.class, Object.class, Object.class)));
  }
}
