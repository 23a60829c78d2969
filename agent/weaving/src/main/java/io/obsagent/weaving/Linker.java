package io.obsagent.weaving;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.ref.WeakReference;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Connects a woven call with its advice, once per call site, on the application thread that first
 * runs it. Nothing it does can fail the application: a site that cannot be connected does nothing,
 * and the reason is recorded.
 *
 * <p>Linking may reach woven methods itself. A thread that is linking already gets a site that does
 * nothing for now and is connected when the outer link ends: the JVM keeps whichever site it is
 * given first, so that one must not stay empty.
 *
 * <p>No lock is held while application or advice classes load.
 */
final class Linker {
  static final MethodType LINK_TYPE =
      MethodType.methodType(
          CallSite.class,
          MethodHandles.Lookup.class,
          String.class,
          MethodType.class,
          int.class,
          int.class);

  /** More sites than this in one link would be a loop. */
  private static final int MAX_POSTPONED = 1_000;

  private static final CopyOnWriteArrayList<Linker> WEAVINGS = new CopyOnWriteArrayList<>();
  private static final ThreadLocal<List<Postponed>> LINKING = new ThreadLocal<>();
  private static final Object BOOTSTRAP = new Object();

  private final WeavingPlan plan;
  private final AdviceBytes source;
  private final WeavingReport report;
  private final ClassLoader agent;

  /** Adapters of the advice that is bound to the library, and of the rest, by instrumentation. */
  private final List<Map<String, byte[]>> boundAdapters = new ArrayList<>();

  private final AdviceClassLoader[] shared;

  private final WeakIdentityMap<Object, AtomicReferenceArray<AdviceClassLoader.Scope>> scopes =
      new WeakIdentityMap<>();

  private Linker(WeavingPlan plan, AdviceBytes source, WeavingReport report) {
    this.plan = plan;
    this.source = source;
    this.report = report;
    agent = Linker.class.getClassLoader();
    List<Map<String, byte[]>> sharedAdapters = new ArrayList<>();
    for (int i = 0; i < plan.instrumentations.length; i++) {
      boundAdapters.add(new HashMap<String, byte[]>());
      sharedAdapters.add(new HashMap<String, byte[]>());
    }
    for (AdvicePlan advice : plan.advices) {
      (advice.libraryBound ? boundAdapters : sharedAdapters)
          .get(advice.instrumentation)
          .put(advice.adapterName, advice.adapter);
    }
    shared = new AdviceClassLoader[plan.instrumentations.length];
    for (int i = 0; i < shared.length; i++) {
      shared[i] =
          new AdviceClassLoader(
              agent,
              null,
              plan.instrumentations[i].withoutLibrary(),
              sharedAdapters.get(i),
              source,
              new AdviceClassLoader.Scope(),
              report);
    }
  }

  /** The number woven code passes to {@link #link}: an index that stays valid for ever. */
  static synchronized int register(WeavingPlan plan, AdviceBytes source, WeavingReport report) {
    WEAVINGS.add(new Linker(plan, source, report));
    return WEAVINGS.size() - 1;
  }

  static Linker of(int weaving) {
    return WEAVINGS.get(weaving);
  }

  /** A link that waits for the outer one of its thread. */
  private static final class Postponed {
    final AdviceSite site;
    final ClassLoader caller;
    final String name;
    final int weaving;
    final int advice;

    Postponed(AdviceSite site, ClassLoader caller, String name, int weaving, int advice) {
      this.site = site;
      this.caller = caller;
      this.name = name;
      this.weaving = weaving;
      this.advice = advice;
    }
  }

  /** Called by the hook's bootstrap method. */
  static CallSite link(
      MethodHandles.Lookup caller, String name, MethodType type, int weaving, int advice) {
    ClassLoader loader = caller.lookupClass().getClassLoader();
    List<Postponed> outer = LINKING.get();
    if (outer != null) {
      AdviceSite site = new AdviceSite(name, type);
      if (outer.size() < MAX_POSTPONED) {
        outer.add(new Postponed(site, loader, name, weaving, advice));
      }
      return site;
    }
    List<Postponed> postponed = new ArrayList<>(0);
    LINKING.set(postponed);
    try {
      return of(weaving).connect(loader, name, type, advice);
    } finally {
      connectPostponed(postponed);
      LINKING.remove();
    }
  }

  /** The list may grow meanwhile. */
  private static void connectPostponed(List<Postponed> postponed) {
    if (postponed.isEmpty()) {
      return;
    }
    for (int i = 0; i < postponed.size(); i++) {
      Postponed each = postponed.get(i);
      of(each.weaving).connect(each.site, each.caller, each.name, each.advice);
    }
    MutableCallSite[] sites = new MutableCallSite[postponed.size()];
    for (int i = 0; i < sites.length; i++) {
      sites[i] = postponed.get(i).site;
    }
    MutableCallSite.syncAll(sites);
  }

  private AdviceSite connect(ClassLoader caller, String name, MethodType type, int advice) {
    MethodHandle handle = handle(caller, name, type, advice);
    if (handle == null) {
      return new AdviceSite(name, type);
    }
    AdviceSite site = new AdviceSite(name, handle);
    if (!loaderOf(caller, advice).register(site)) {
      site.disconnect();
    }
    return site;
  }

  private void connect(AdviceSite site, ClassLoader caller, String name, int advice) {
    MethodHandle handle = handle(caller, name, site.type(), advice);
    if (handle != null) {
      site.setTarget(handle);
      if (!loaderOf(caller, advice).register(site)) {
        site.disconnect();
      }
    }
  }

  /** The loader that an advice's classes come from when woven code of {@code caller} runs it. */
  AdviceClassLoader loaderOf(ClassLoader caller, int advice) {
    AdvicePlan wanted = plan.advices[advice];
    if (!wanted.libraryBound) {
      return shared[wanted.instrumentation];
    }
    AdviceClassLoader.Scope scope = scope(caller, wanted.instrumentation);
    WeakReference<AdviceClassLoader> known = scope.loader;
    AdviceClassLoader loader = known == null ? null : known.get();
    if (loader == null) {
      synchronized (scope) { // nothing loads in here
        loader = scope.loader == null ? null : scope.loader.get();
        if (loader == null) {
          loader =
              new AdviceClassLoader(
                  agent,
                  caller,
                  plan.instrumentations[wanted.instrumentation],
                  boundAdapters.get(wanted.instrumentation),
                  source,
                  scope,
                  report);
          scope.loader = new WeakReference<>(loader);
        }
      }
    }
    return loader;
  }

  private AdviceClassLoader.Scope scope(ClassLoader caller, int instrumentation) {
    Object key = caller == null ? BOOTSTRAP : caller;
    AtomicReferenceArray<AdviceClassLoader.Scope> of = scopes.get(key);
    if (of == null) {
      AtomicReferenceArray<AdviceClassLoader.Scope> fresh =
          new AtomicReferenceArray<>(plan.instrumentations.length);
      of = scopes.putIfAbsent(key, fresh);
      if (of == null) {
        of = fresh;
      }
    }
    AdviceClassLoader.Scope scope = of.get(instrumentation);
    if (scope == null) {
      of.compareAndSet(instrumentation, null, new AdviceClassLoader.Scope());
      scope = of.get(instrumentation);
    }
    return scope;
  }

  /**
   * The adapter's method, its advice initialised; null when the instrumentation is off here, or
   * from now on.
   */
  MethodHandle handle(ClassLoader caller, String name, MethodType type, int advice) {
    AdviceClassLoader loader = loaderOf(caller, advice);
    if (loader.offBecause() != null) {
      return null;
    }
    AdvicePlan wanted = plan.advices[advice];
    try {
      if (System.getSecurityManager() == null) {
        return find(loader, wanted, name, type);
      }
      return findPrivileged(loader, wanted, name, type);
    } catch (VirtualMachineError exhausted) {
      throw exhausted;
    } catch (Throwable fault) {
      loader.switchOff(wanted.className + " cannot be linked: " + fault);
      return null;
    }
  }

  private static MethodHandle findPrivileged(
      AdviceClassLoader loader, AdvicePlan wanted, String name, MethodType type) throws Throwable {
    Object found =
        AccessController.doPrivileged(
            new PrivilegedAction<Object>() {
              @Override
              public Object run() {
                try {
                  return find(loader, wanted, name, type);
                } catch (Throwable fault) {
                  return fault;
                }
              }
            });
    if (found instanceof Throwable) {
      throw (Throwable) found;
    }
    return (MethodHandle) found;
  }

  private static MethodHandle find(
      AdviceClassLoader loader, AdvicePlan wanted, String name, MethodType type)
      throws ReflectiveOperationException {
    loader.requireExpectedLibrary();
    // Initialised here and not by the first call: what it runs may be woven, and here that waits.
    Class.forName(wanted.className, true, loader);
    return MethodHandles.publicLookup()
        .findStatic(loader.loadClass(wanted.adapterName), name, type);
  }
}
