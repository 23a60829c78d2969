package io.obsagent.weaving;

import io.obsagent.engine.log.AgentLog;
import java.io.IOException;
import java.lang.invoke.MutableCallSite;
import java.lang.ref.WeakReference;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The classes of one instrumentation for one application class loader: those that mention library
 * types are defined here and find the library through the application's loader, the engine through
 * the agent's. Advice that mentions no library lives in the agent's loader; then this one holds
 * only its adapters and serves all applications.
 *
 * <p>Nobody but the linked call sites keeps it alive, so it goes with the application.
 *
 * <p>It takes no lock while loading: a thread may come here while it holds a lock of an application
 * loader that another thread needs in order to get on with the same class.
 */
final class AdviceClassLoader extends ClassLoader {
  private static final int FAULTS_TO_SWITCH_OFF = 10;
  private static final long FAULT_WINDOW_NANOS = 60_000_000_000L;

  /**
   * What is known about one instrumentation for one application loader. It outlives the advice
   * loader and holds no reference to the application's.
   */
  static final class Scope {
    /** Why nothing links here any more, or null. */
    volatile String offBecause;

    /** The library was found to be what the advice expects. */
    volatile boolean checked;

    volatile WeakReference<AdviceClassLoader> loader;
  }

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader agent;
  private final ClassLoader application;
  private final InstrumentationPlan instrumentation;

  /** Adapters by dotted name. */
  private final Map<String, byte[]> adapters;

  private final AdviceBytes source;
  private final WeavingReport report;
  private final ProtectionDomain domain;

  /** Guarded by the list: what is switched when the instrumentation is switched off. */
  private final List<WeakReference<AdviceSite>> sites = new ArrayList<>();

  private int sitesToPrune = 64;

  private final Scope scope;

  private long windowStart;
  private int faultsInWindow;

  /**
   * @param application the loader of the woven classes (null: bootstrap)
   */
  AdviceClassLoader(
      ClassLoader agent,
      ClassLoader application,
      InstrumentationPlan instrumentation,
      Map<String, byte[]> adapters,
      AdviceBytes source,
      Scope scope,
      WeavingReport report) {
    super(null);
    this.agent = agent;
    this.application = application;
    this.instrumentation = instrumentation;
    this.adapters = adapters;
    this.source = source;
    this.scope = scope;
    this.report = report;
    Permissions all = new Permissions();
    all.add(new AllPermission());
    domain = new ProtectionDomain(new CodeSource(null, (Certificate[]) null), all);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    byte[] adapter = adapters.get(name);
    if (adapter != null || instrumentation.libraryBound.contains(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name, adapter) : loaded;
    }
    if (name.startsWith("io.obsagent.")) {
      return Class.forName(name, false, agent);
    }
    // What serves all applications mentions the JDK only, of which the bootstrap loader is not all.
    return Class.forName(name, false, application == null ? agent : application);
  }

  private Class<?> define(String name, byte[] adapter) throws ClassNotFoundException {
    byte[] bytes = adapter;
    if (bytes == null) {
      try {
        bytes = source.of(name);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
    }
    try {
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (LinkageError error) {
      Class<?> other = findLoadedClass(name);
      if (other == null) {
        throw error;
      }
      return other;
    }
  }

  /** Throws what is wrong with the library, the first time and never again when nothing is. */
  void requireExpectedLibrary() {
    if (!scope.checked) {
      String difference = LibraryCheck.difference(instrumentation, application);
      if (difference != null) {
        throw new IllegalStateException(difference);
      }
      scope.checked = true;
    }
  }

  /** Why the instrumentation is off here, or null. */
  String offBecause() {
    return scope.offBecause;
  }

  /** Remembers the site; false when the instrumentation was switched off in between. */
  boolean register(AdviceSite site) {
    synchronized (sites) {
      if (sites.size() >= sitesToPrune) {
        prune();
        sitesToPrune = Math.max(64, sites.size() * 2);
      }
      sites.add(new WeakReference<>(site));
    }
    return scope.offBecause == null;
  }

  private void prune() {
    for (Iterator<WeakReference<AdviceSite>> each = sites.iterator(); each.hasNext(); ) {
      if (each.next().get() == null) {
        each.remove();
      }
    }
  }

  /** Counts what an advice threw; ten within a minute switch the instrumentation off here. */
  void faulted(Throwable fault) {
    synchronized (sites) {
      long now = System.nanoTime();
      if (faultsInWindow == 0 || now - windowStart > FAULT_WINDOW_NANOS) {
        windowStart = now;
        faultsInWindow = 0;
      }
      if (++faultsInWindow < FAULTS_TO_SWITCH_OFF || scope.offBecause != null) {
        return;
      }
    }
    switchOff("its advice kept throwing, last " + fault.getClass().getName());
    AgentLog.event(
        "instrumentation "
            + instrumentation.name
            + " is switched off until restart for "
            + where()
            + ": "
            + scope.offBecause);
  }

  /** Every call site becomes a no-op, for all threads at once. */
  void switchOff(String because) {
    List<AdviceSite> linked = new ArrayList<>();
    synchronized (sites) {
      if (scope.offBecause != null) {
        return;
      }
      scope.offBecause = because;
      for (WeakReference<AdviceSite> each : sites) {
        AdviceSite site = each.get();
        if (site != null) {
          linked.add(site);
        }
      }
      sites.clear();
    }
    report.off(instrumentation.name, where(), because);
    for (AdviceSite site : linked) {
      site.disconnect();
    }
    MutableCallSite.syncAll(linked.toArray(new MutableCallSite[0]));
  }

  private String where() {
    return instrumentation.libraryBound.isEmpty()
        ? "all applications"
        : TypeHierarchy.describe(application);
  }
}
