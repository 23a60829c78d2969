package io.obsagent.weaving;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Defines the hook that woven code calls and connects it with {@link Linker}, once per JVM.
 *
 * <p>Java 9 and above: into {@code java.lang} itself, which every class loader delegates and which
 * leaves class-data sharing on. Java 8: by a temporary JAR on the boot class path.
 */
final class HookInstaller {
  private static final String IN_JAVA_LANG = "java/lang/ObsAgentHook";
  private static final String APPENDED = "java/obsagent/ObsAgentHook";

  /** Internal name of the hook that this agent connected; guarded by the class. */
  private static String installed;

  private HookInstaller() {}

  /**
   * The internal name of the hook; later calls find it connected.
   *
   * @throws IllegalStateException when another agent of ours, in another class loader, has it
   */
  static synchronized String install(
      Instrumentation instrumentation, WeavingPlan plan, ModernJvm modern)
      throws ReflectiveOperationException, IOException {
    if (installed == null) {
      String name = modern == null ? APPENDED : IN_JAVA_LANG;
      Class<?> hook = find(name);
      if (hook == null) {
        if (modern == null) {
          append(instrumentation, plan.appendedHook);
        } else {
          modern.defineBeside(Object.class, plan.javaLangHook);
        }
        hook = Class.forName(name.replace('/', '.'), true, null);
      }
      connect(hook);
      installed = name;
    }
    return installed;
  }

  private static Class<?> find(String internalName) {
    try {
      return Class.forName(internalName.replace('/', '.'), true, null);
    } catch (ClassNotFoundException notYet) {
      return null;
    }
  }

  private static void connect(Class<?> hook) throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    Object taken =
        hook.getMethod("install", MethodHandle.class, MethodHandle.class, MethodHandle.class)
            .invoke(
                null,
                lookup.findStatic(Linker.class, "link", Linker.LINK_TYPE),
                lookup.findStatic(
                    OldSites.class,
                    "enter",
                    MethodType.methodType(Object.class, int.class, Object.class, Object[].class)),
                lookup.findStatic(
                    OldSites.class,
                    "exit",
                    MethodType.methodType(
                        Object.class,
                        int.class,
                        Object.class,
                        Object.class,
                        Object.class,
                        Throwable.class,
                        Object[].class)));
    if (!Boolean.TRUE.equals(taken)) {
      throw new IllegalStateException("another obs-agent weaves in this JVM");
    }
  }

  private static void append(Instrumentation instrumentation, byte[] hook) throws IOException {
    File file = File.createTempFile("obs-agent-hook", ".jar");
    file.deleteOnExit();
    try (JarOutputStream jar = new JarOutputStream(new FileOutputStream(file))) {
      jar.putNextEntry(new JarEntry(APPENDED.concat(".class")));
      jar.write(hook);
      jar.closeEntry();
    }
    // Stays open: the JVM reads from it for as long as it runs.
    instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(file));
  }
}
