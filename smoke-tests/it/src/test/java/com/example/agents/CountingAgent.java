package com.example.agents;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/**
 * Somebody else's agent, made as most are: Byte Buddy, advice copied into the driver,
 * retransforming what is loaded already.
 */
public final class CountingAgent {

  public static final AtomicInteger UPDATES = new AtomicInteger();

  private CountingAgent() {}

  public static void premain(String arguments, Instrumentation instrumentation) {
    new AgentBuilder.Default()
        .disableClassFormatChanges()
        .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
        .type(named("org.h2.jdbc.JdbcPreparedStatement"))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(
                    Advice.to(Count.class).on(named("executeUpdate").and(takesNoArguments()))))
        .installOn(instrumentation);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> System.out.println("counted " + UPDATES.get())));
  }

  /** Copied into the driver. */
  public static final class Count {

    private Count() {}

    @Advice.OnMethodEnter
    static void enter() {
      UPDATES.incrementAndGet();
    }
  }
}
