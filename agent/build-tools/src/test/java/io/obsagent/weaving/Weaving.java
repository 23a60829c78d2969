package io.obsagent.weaving;

import io.obsagent.build.PlanCompiler;
import io.obsagent.instrumentation.sample.Events;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Weaving in the test's own JVM, for as long as it is open. */
final class Weaving implements AutoCloseable {
  private final WeavingAgent agent;

  private Weaving(WeavingAgent agent) {
    this.agent = agent;
    Events.take();
  }

  /** Weaves what {@code targets} describes, with advice from the test class path. */
  static Weaving of(Consumer<Targets> targets) {
    return of(targets, instrumentation());
  }

  static Weaving of(Consumer<Targets> targets, Instrumentation instrumentation) {
    return new Weaving(
        WeavingAgent.install(
            instrumentation,
            plan(targets),
            AdviceBytes.resourcesOf(Weaving.class.getClassLoader()),
            name -> true,
            false));
  }

  static Instrumentation instrumentation() {
    return ByteBuddyAgent.install();
  }

  static WeavingPlan plan(Consumer<Targets> targets) {
    return PlanCompiler.compile(
        Collections.singletonList(named("sample", targets)), Weaving.class.getClassLoader());
  }

  static LibraryInstrumentation named(String name, Consumer<Targets> targets) {
    return new LibraryInstrumentation() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void describe(Targets to) {
        targets.accept(to);
      }
    };
  }

  /** As the JVM would ask for a class of the test's own loader; null: left as it is. */
  byte[] transform(String internalName, byte[] bytes) {
    return agent
        .transformer()
        .transform(Weaving.class.getClassLoader(), internalName, null, null, bytes);
  }

  List<String> report() {
    return agent.report().lines();
  }

  @Override
  public void close() {
    agent.remove();
  }
}
