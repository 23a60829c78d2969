package io.obsagent.agent;

/** A program that looks for classes of the agent's inside. */
public final class Seeing {
  private Seeing() {}

  public static void main(String[] args) {
    String[] names = {
      "io.obsagent.engine.Engine",
      "io.obsagent.weaving.WeavingPlan",
      "net.bytebuddy.jar.asm.ClassReader",
      "io.opentelemetry.api.common.Attributes",
      "okhttp3.OkHttpClient",
      "kotlin.Unit"
    };
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    for (String name : names) {
      boolean found;
      try {
        Class.forName(name, false, loader);
        found = true;
      } catch (ClassNotFoundException absent) {
        found = loader.getResource(name.replace('.', '/') + ".class") != null;
      }
      System.out.println(name + (found ? ": yes" : ": no"));
    }
  }
}
