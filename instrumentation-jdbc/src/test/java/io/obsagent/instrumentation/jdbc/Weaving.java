package io.obsagent.instrumentation.jdbc;

import io.obsagent.build.PlanCompiler;
import io.obsagent.weaving.AdviceBytes;
import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.WeavingAgent;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Weaves JDBC in this JVM. */
final class Weaving {
  private Weaving() {}

  /** To be {@linkplain WeavingAgent#remove removed} by the test class that calls it. */
  static WeavingAgent install() {
    return install(Collections.singletonList(new JdbcInstrumentation()));
  }

  /** The same, with everything that has to be asked for. */
  static WeavingAgent installWithOptIns() {
    return install(
        Arrays.asList(
            new JdbcInstrumentation(),
            new DataSourceInstrumentation(),
            new QueryParametersInstrumentation(),
            new ReturnedRowsInstrumentation(),
            new SqlCommentInstrumentation()));
  }

  private static WeavingAgent install(List<LibraryInstrumentation> instrumentations) {
    return WeavingAgent.install(
        ByteBuddyAgent.install(),
        PlanCompiler.compile(instrumentations, Weaving.class.getClassLoader()),
        AdviceBytes.resourcesOf(Weaving.class.getClassLoader()),
        name -> true,
        false);
  }
}
