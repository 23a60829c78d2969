package io.obsagent.engine.admin;

import io.obsagent.engine.config.Options;
import io.obsagent.engine.config.SettingsFile;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.http.LocalServer;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.trace.Context;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread of what an operator sees and says: it opens the admin port when the application
 * has been up ten seconds or has served its first request, answers there, looks at the properties
 * file every second, and does once, after ten seconds, what is not to be done while the application
 * starts. A daemon, without context class loader, in a suppressed context.
 */
public final class AdminThread {
  static final String FAULTS = "admin.faults";

  private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SECOND_MILLIS = 1_000;
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AdminFacts facts;
  private final SettingsFile file;
  private final Runnable late;
  private final long madeAt = System.nanoTime();
  private final long lateAt;
  private final boolean wanted;
  private final Thread thread;
  private boolean lateDone;
  private boolean portDone;
  private Dependencies dependencies;
  private volatile boolean served;
  private volatile boolean stopped;
  private volatile LocalServer server;

  /**
   * To be made in premain, which starts the ten seconds.
   *
   * @param file null if there is none to look at
   * @param late done once on this thread after ten seconds
   */
  public AdminThread(AdminFacts facts, SettingsFile file, Runnable late) {
    this(facts, file, late, LATE_NANOS);
  }

  /** For tests, which have no ten seconds. */
  AdminThread(AdminFacts facts, SettingsFile file, Runnable late, long lateNanos) {
    this.facts = facts;
    this.file = file;
    this.late = late;
    this.lateAt = madeAt + lateNanos;
    this.wanted = facts.settings.current().get(Options.ADMIN_ENABLED);
    this.thread = new Thread(null, new Body(), "obs-agent-admin");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    if (wanted && facts.traces != null) {
      facts.traces.onFirstRequest(new FirstRequest());
    }
  }

  public void start() {
    try {
      thread.start();
    } catch (Throwable fault) {
      // No memory for a thread, most likely.
      survive("starting the admin thread", fault);
    }
  }

  /** Ends it, for tests: an application's ends with the JVM. */
  void stop() {
    stopped = true;
    LockSupport.unpark(thread);
    LocalServer opened = server;
    if (opened != null) {
      opened.close();
    }
  }

  /** Where it answers; 0 if it does not, or not yet. */
  public int port() {
    LocalServer opened = server;
    return opened == null ? 0 : opened.port();
  }

  private void loop() {
    Context.OWN.makeCurrent();
    while (!stopped) {
      long now = System.nanoTime();
      boolean isLate = now - lateAt >= 0;
      if (wanted && !portDone && (isLate || served)) {
        portDone = true;
        dependencies = new Dependencies(facts.metrics, madeAt);
        server = AdminPort.open(facts, dependencies);
      }
      if (isLate && !lateDone) {
        lateDone = true;
        late.run();
      }
      if (file != null) {
        file.look();
      }
      if (dependencies != null) {
        dependencies.look(now);
      }
      if (facts.traces != null) {
        facts.traces.forgetOld();
      }
      pass(now);
    }
    if (server != null) {
      server.turn(1);
    }
  }

  /** Serves, or sleeps, until it is time for something else. */
  private void pass(long now) {
    LocalServer opened = server;
    long millis = TimeUnit.NANOSECONDS.toMillis(Dependencies.LOOK_NANOS);
    if (file != null) {
      millis = SECOND_MILLIS;
    }
    if (!lateDone) {
      millis = Math.min(millis, TimeUnit.NANOSECONDS.toMillis(lateAt - now) + 1);
    }
    if (opened != null) {
      opened.turn(Math.max(1, millis));
    } else {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(Math.max(1, millis)));
      // Whoever interrupts all threads there are means others: with that mark nothing would wait.
      Thread.interrupted();
    }
  }

  private static void survive(String what, Throwable fault) {
    AgentHealth.count(FAULTS);
    AgentLog.once("admin-fault-" + fault.getClass().getName(), what + " failed", fault);
  }

  private final class FirstRequest implements Runnable {
    @Override
    public void run() {
      served = true;
      LockSupport.unpark(thread);
    }
  }

  private final class Body implements Runnable {
    @Override
    public void run() {
      while (!stopped) {
        try {
          loop();
        } catch (Throwable fault) {
          try {
            survive("the admin thread", fault);
            LockSupport.parkNanos(this, PAUSE_NANOS);
          } catch (Throwable again) {
            // Out of memory, most likely: go on and hope.
          }
        }
      }
    }
  }
}
