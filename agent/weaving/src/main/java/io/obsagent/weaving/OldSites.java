package io.obsagent.weaving;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The call sites of class files below version 51, which know no {@code invokedynamic}: their code
 * calls two static methods of the hook with a site number, and what an {@code invokedynamic} would
 * have remembered is remembered here.
 *
 * <p>The table holds an application's loader and advice weakly. What keeps the advice alive is the
 * woven class itself: a {@link ClassValue} of it holds the handles.
 *
 * <p>Cost of a call: some 50 ns, for drivers of before 2011.
 */
final class OldSites {
  private static final Object BOOTSTRAP = new Object();

  /** Parameters of an advice up to which it is called without an array. */
  private static final int MAX_DIRECT = 2;

  /** Copied on growth; a number stays valid for ever. */
  private static volatile OldSites[] table = new OldSites[0];

  /** Numbers by what they stand for, so that weaving a class again does not grow the table. */
  private static final WeakIdentityMap<Object, Map<String, Integer>> NUMBERS =
      new WeakIdentityMap<>();

  /** Marks a thread that is linking an old site; its other calls do nothing meanwhile. */
  private static final ThreadLocal<Boolean> LINKING = new ThreadLocal<>();

  /** Handles of a woven class, held by that class; guarded by the list. */
  private static final ClassValue<List<Object>> HELD =
      new ClassValue<List<Object>>() {
        @Override
        protected List<Object> computeValue(Class<?> type) {
          return new ArrayList<>();
        }
      };

  private final int weaving;
  private final MethodRule rule;
  private final String className;
  private final WeakReference<ClassLoader> loader;
  private final boolean bootstrap;
  private volatile WeakReference<Linked> enter;
  private volatile WeakReference<Linked> exit;

  private OldSites(int weaving, MethodRule rule, String className, ClassLoader loader) {
    this.weaving = weaving;
    this.rule = rule;
    this.className = className;
    this.loader = new WeakReference<>(loader);
    bootstrap = loader == null;
  }

  /** One part of an advice, taking objects: a few, or an array of them. */
  private static final class Linked {
    /** Null: off. */
    final MethodHandle handle;

    final AdviceClassLoader advice;

    Linked(MethodHandle handle, AdviceClassLoader advice) {
      this.handle = handle;
      this.advice = advice;
    }
  }

  /** The site number for a method of a class about to be woven; {@code className} is dotted. */
  static synchronized int number(
      int weaving, MethodRule rule, String className, ClassLoader loader) {
    Object key = loader == null ? BOOTSTRAP : loader;
    Map<String, Integer> numbers = NUMBERS.get(key);
    if (numbers == null) {
      numbers = new HashMap<>();
      NUMBERS.put(key, numbers);
    }
    String what = weaving + " " + rule.advice + " " + className + " " + rule.name + rule.descriptor;
    Integer number = numbers.get(what);
    if (number == null) {
      OldSites[] grown = new OldSites[table.length + 1];
      System.arraycopy(table, 0, grown, 0, table.length);
      number = table.length;
      grown[number] = new OldSites(weaving, rule, className, loader);
      table = grown;
      numbers.put(what, number);
    }
    return number;
  }

  /** Called by the hook. */
  static Object enter(int site, Object self, Object[] arguments) throws Throwable {
    OldSites of = table[site];
    Linked linked = of.linked(true);
    if (linked == null || linked.handle == null || linked.advice.offBecause() != null) {
      return null;
    }
    return of.call(linked.handle, of.rule.enter, null, self, null, null, arguments);
  }

  /** Called by the hook. */
  static Object exit(
      int site, Object state, Object self, Object returned, Throwable thrown, Object[] arguments)
      throws Throwable {
    OldSites of = table[site];
    Linked linked = of.linked(false);
    if (linked == null || linked.handle == null || linked.advice.offBecause() != null) {
      return returned;
    }
    return of.call(linked.handle, of.rule.exit, state, self, returned, thrown, arguments);
  }

  /** Without an array for one and two parameters: Logback's events come by here several times. */
  private Object call(
      MethodHandle handle,
      CallShape shape,
      Object state,
      Object self,
      Object returned,
      Throwable thrown,
      Object[] arguments)
      throws Throwable {
    int count = shape.passed.length;
    if (count > MAX_DIRECT) {
      Object[] parameters = new Object[count];
      int next = 0;
      for (int i = 0; i < count; i++) {
        parameters[i] = parameter(shape.passed[i], state, self, returned, thrown, arguments, next);
        next += isArgument(shape.passed[i]) ? 1 : 0;
      }
      return (Object) handle.invokeExact(parameters);
    }
    if (count == 0) {
      return (Object) handle.invokeExact();
    }
    Object first = parameter(shape.passed[0], state, self, returned, thrown, arguments, 0);
    if (count == 1) {
      return (Object) handle.invokeExact(first);
    }
    int next = isArgument(shape.passed[0]) ? 1 : 0;
    Object second = parameter(shape.passed[1], state, self, returned, thrown, arguments, next);
    return (Object) handle.invokeExact(first, second);
  }

  private Object parameter(
      int passed,
      Object state,
      Object self,
      Object returned,
      Throwable thrown,
      Object[] arguments,
      int next) {
    switch (passed) {
      case CallShape.SELF:
        return self;
      case CallShape.ORIGIN:
        return rule.name;
      case CallShape.RETURNED:
        return returned;
      case CallShape.THROWN:
        return thrown;
      case CallShape.STATE:
        return state;
      default:
        return arguments[next];
    }
  }

  /** One of {@code arguments}, which holds those that are passed and no others. */
  private static boolean isArgument(int passed) {
    return passed >= 0;
  }

  private Linked linked(boolean enterPart) throws ClassNotFoundException {
    WeakReference<Linked> reference = enterPart ? enter : exit;
    Linked known = reference == null ? null : reference.get();
    if (known != null || LINKING.get() != null) {
      return known;
    }
    LINKING.set(Boolean.TRUE);
    try {
      return link(enterPart);
    } finally {
      LINKING.remove();
    }
  }

  private Linked link(boolean enterPart) throws ClassNotFoundException {
    ClassLoader of = loader.get();
    if (of == null && !bootstrap) {
      return null;
    }
    CallShape shape = enterPart ? rule.enter : rule.exit;
    Linker linker = Linker.of(weaving);
    MethodType type = MethodType.fromMethodDescriptorString(shape.descriptor, null);
    MethodHandle handle = linker.handle(of, enterPart ? "enter" : "exit", type, rule.advice);
    if (handle != null) {
      handle = handle.asType(type.generic());
      if (type.parameterCount() > MAX_DIRECT) {
        handle =
            handle
                .asSpreader(Object[].class, type.parameterCount())
                .asType(MethodType.methodType(Object.class, Object[].class));
      }
    }
    Linked linked = new Linked(handle, linker.loaderOf(of, rule.advice));
    List<Object> held = HELD.get(Class.forName(className, false, of));
    synchronized (held) {
      held.add(linked);
    }
    if (enterPart) {
      enter = new WeakReference<>(linked);
    } else {
      exit = new WeakReference<>(linked);
    }
    return linked;
  }
}
