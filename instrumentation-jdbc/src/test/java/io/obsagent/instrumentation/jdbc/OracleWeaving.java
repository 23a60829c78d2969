package io.obsagent.instrumentation.jdbc;

import static net.bytebuddy.matcher.ElementMatchers.hasDescriptor;
import static net.bytebuddy.matcher.ElementMatchers.hasSuperType;
import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.isInterface;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static net.bytebuddy.matcher.ElementMatchers.not;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;
import io.obsagent.weaving.TypeTarget;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Applies an instrumentation with Byte Buddy's own machinery to this JVM: what the advice does is
 * tested here without our weaver, and a fault of an advice reaches the test instead of a counter.
 */
final class OracleWeaving implements Targets {
  private final List<Target> targets = new ArrayList<>();

  private OracleWeaving() {}

  static void install(LibraryInstrumentation library) {
    OracleWeaving weaving = new OracleWeaving();
    library.describe(weaving);
    Instrumentation instrumentation = ByteBuddyAgent.install();
    AgentBuilder builder =
        new AgentBuilder.Default()
            .disableClassFormatChanges()
            .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
            .with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
            .ignore(nameStartsWith("net.bytebuddy.").or(nameStartsWith("java.")));
    for (Target target : weaving.targets) {
      for (Object[] method : target.methods) {
        builder =
            builder
                .type(target.types)
                .transform(
                    (type, description, loader, module, domain) ->
                        type.visit(
                            Advice.to((Class<?>) method[2])
                                .on(target.method((String) method[0], (String) method[1]))));
      }
    }
    builder.installOn(instrumentation);
  }

  @Override
  public TypeTarget subtypesOf(String... typeNames) {
    return add(hasSuperType(namedOneOf(typeNames)));
  }

  @Override
  public TypeTarget types(String... exactNames) {
    return add(namedOneOf(exactNames));
  }

  private Target add(ElementMatcher.Junction<TypeDescription> types) {
    Target target = new Target(types.and(not(isInterface())));
    targets.add(target);
    return target;
  }

  private static final class Target implements TypeTarget {
    private final ElementMatcher.Junction<TypeDescription> types;
    private final List<Object[]> methods = new ArrayList<>();
    private ElementMatcher.Junction<TypeDescription> excluded = none();

    Target(ElementMatcher.Junction<TypeDescription> types) {
      this.types = types;
    }

    ElementMatcher.Junction<MethodDescription> method(String name, String descriptor) {
      ElementMatcher.Junction<MethodDescription> same = named(name).and(hasDescriptor(descriptor));
      return same.and(not(isAbstract())).and(not(isNative())).and(not(isBridge()));
    }

    @Override
    public TypeTarget excluding(String... namePrefixes) {
      for (String prefix : namePrefixes) {
        excluded = excluded.or(nameStartsWith(prefix));
      }
      return this;
    }

    @Override
    public TypeTarget method(String name, String descriptor, Class<?> advice) {
      methods.add(new Object[] {name, descriptor, advice});
      return this;
    }

    @Override
    public TypeTarget state(String stateName) {
      return this;
    }
  }
}
