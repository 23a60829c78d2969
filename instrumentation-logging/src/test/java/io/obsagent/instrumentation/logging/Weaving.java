package io.obsagent.instrumentation.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.build.PlanCompiler;
import io.obsagent.engine.Engine;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Context;
import io.obsagent.weaving.AdviceBytes;
import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.WeavingAgent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import net.bytebuddy.agent.ByteBuddyAgent;

/** This module's instrumentations, woven for real. Closing it asks whether an advice has thrown. */
public final class Weaving implements AutoCloseable {
  /** The trace of {@link #inSpan}. */
  public static final String TRACE = "0000000000000001000000000000000f";

  private final WeavingAgent agent;

  private Weaving(WeavingAgent agent) {
    this.agent = agent;
  }

  /** Everything that the options in force ask for. */
  public static Weaving with(Properties options) {
    Engine.install(
        ConfigurationReader.read(options, Collections.<String, String>emptyMap(), null),
        null,
        null);
    ClassLoader own = Weaving.class.getClassLoader();
    List<LibraryInstrumentation> all = new ArrayList<>();
    ServiceLoader.load(LibraryInstrumentation.class, own).forEach(all::add);
    return new Weaving(
        WeavingAgent.install(
            ByteBuddyAgent.install(),
            PlanCompiler.compile(all, own),
            AdviceBytes.resourcesOf(own),
            Engine.configuration()::isInstrumentationEnabled,
            false));
  }

  /**
   * Runs the work inside a span of trace {@link #TRACE}; every other is of a request with an id.
   */
  public static void inSpan(Runnable work, long spanId) {
    Context span = Context.remote(1, 15, spanId, 1, null, null);
    String requestId = requestId(spanId);
    Context context = requestId == null ? span : span.withRequestId(requestId);
    Context before = context.makeCurrent();
    try {
      work.run();
    } finally {
      context.restore(before);
    }
  }

  /** The request id that {@link #inSpan} gives to the span, or null. */
  public static String requestId(long spanId) {
    return spanId % 2 == 0 ? "req-" + spanId : null;
  }

  /** The 16 digits. */
  public static String span(long spanId) {
    return String.format("%016x", spanId);
  }

  @Override
  public void close() {
    agent.remove();
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isZero();
  }
}
