package io.obsagent.weaving;

import io.obsagent.instrumentation.sample.AnyAdvice;
import io.obsagent.instrumentation.sample.ServeAdvice;
import io.obsagent.instrumentation.sample.StateAdvice;
import java.io.FileInputStream;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;

/** The agent of {@link ChildJvmTest}; it and {@link ChildMain} run in a JVM of their own. */
public final class ChildAgent {
  private ChildAgent() {}

  static void describe(Targets targets) {
    targets
        .subtypesOf("com.example.library.Desk")
        .method("serve", "(Ljava/lang/String;JD)Ljava/lang/String;", ServeAdvice.class)
        .method("count", "([I)I", AnyAdvice.class)
        .method("stamp", "()V", StateAdvice.class)
        .state("sample.calls");
    targets
        .types("java.util.concurrent.Phaser")
        .method("register", "()I", StateAdvice.class)
        .state("sample.calls");
    targets
        .types("java.util.concurrent.ThreadPoolExecutor")
        .method("execute", "(Ljava/lang/Runnable;)V", StateAdvice.class);
  }

  public static void premain(String plan, Instrumentation instrumentation) throws Exception {
    try (InputStream in = new FileInputStream(plan)) {
      WeavingAgent.install(
          instrumentation,
          WeavingPlan.read(in),
          AdviceBytes.resourcesOf(ChildAgent.class.getClassLoader()),
          name -> true,
          false);
    }
  }
}
