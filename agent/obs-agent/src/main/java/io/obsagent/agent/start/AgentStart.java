package io.obsagent.agent.start;

import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;

public final class AgentStart implements BiConsumer<String, Instrumentation> {
  @Override
  public void accept(String arguments, Instrumentation instrumentation) {}
}
