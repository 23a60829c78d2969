package io.obsagent.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * The way in under a security manager that grants the agent's JAR nothing: this class is then
 * loaded from the boot class path, where code has all permissions, and vouches for the agent. The
 * application's own code gains none: it may call this, but only the first call does anything, and
 * that is the JVM's before the application's main.
 */
public final class SecuredEntry {
  private static boolean used;

  private SecuredEntry() {}

  /**
   * @param path of the agent JAR
   */
  public static void start(String arguments, Instrumentation instrumentation, String path) {
    synchronized (SecuredEntry.class) {
      if (used || SecuredEntry.class.getClassLoader() != null) {
        return;
      }
      used = true;
    }
    AccessController.doPrivileged(
        new PrivilegedAction<Void>() {
          @Override
          public Void run() {
            ObsAgent.start(arguments, instrumentation, new File(path));
            return null;
          }
        });
  }
}
