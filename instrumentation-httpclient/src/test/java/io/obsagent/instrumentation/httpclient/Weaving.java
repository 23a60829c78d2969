package io.obsagent.instrumentation.httpclient;

import io.obsagent.build.PlanCompiler;
import io.obsagent.weaving.AdviceBytes;
import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.WeavingAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Weaves every instrumentation of this module, once in this JVM and for good. */
final class Weaving {
  private static final WeavingAgent AGENT = install();

  private Weaving() {}

  private static WeavingAgent install() {
    ClassLoader loader = Weaving.class.getClassLoader();
    List<LibraryInstrumentation> all = new ArrayList<>();
    ServiceLoader.load(LibraryInstrumentation.class, loader).forEach(all::add);
    return WeavingAgent.install(
        ByteBuddyAgent.install(),
        PlanCompiler.compile(all, loader),
        AdviceBytes.resourcesOf(loader),
        name -> true,
        false);
  }

  static WeavingAgent agent() {
    return AGENT;
  }
}
