package io.obsagent.instrumentation.jdbc;

import io.obsagent.build.PlanCompiler;
import io.obsagent.weaving.AdviceBytes;
import io.obsagent.weaving.WeavingAgent;
import java.util.Collections;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Weaves JDBC in this JVM. */
final class Weaving {
  private Weaving() {}

  /** To be {@linkplain WeavingAgent#remove removed} by the test class that calls it. */
  static WeavingAgent install() {
    return WeavingAgent.install(
        ByteBuddyAgent.install(),
        PlanCompiler.compile(
            Collections.singletonList(new JdbcInstrumentation()), Weaving.class.getClassLoader()),
        AdviceBytes.resourcesOf(Weaving.class.getClassLoader()),
        name -> true,
        false);
  }
}
