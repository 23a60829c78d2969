package io.obsagent.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.instrumentation.sample.AnyAdvice;
import io.obsagent.instrumentation.sample.EnterOnlyAdvice;
import io.obsagent.instrumentation.sample.Events;
import io.obsagent.instrumentation.sample.ReturnsOnlyAdvice;
import io.obsagent.instrumentation.sample.TakeOverAdvice;
import io.obsagent.instrumentation.sample.TakeOverArrayAdvice;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Byte Buddy weaves the same advice into the same class; both must show the same results and the
 * same events, in every version of the class file.
 */
class OracleTest {
  private static final String CASES = "com.example.library.Cases";
  private static final int AS_COMPILED = 0;

  static Stream<org.junit.jupiter.params.provider.Arguments> advicesAndVersions() {
    List<org.junit.jupiter.params.provider.Arguments> all = new ArrayList<>();
    for (Class<?> advice :
        new Class<?>[] {
          AnyAdvice.class,
          EnterOnlyAdvice.class,
          ReturnsOnlyAdvice.class,
          TakeOverAdvice.class,
          TakeOverArrayAdvice.class
        }) {
      for (int version : new int[] {46, 47, 48, 49, 50, 51, 52, AS_COMPILED}) {
        all.add(org.junit.jupiter.params.provider.Arguments.of(advice, version));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("advicesAndVersions")
  void behavesAsByteBuddysOwnWeaving(Class<?> advice, int version) throws Exception {
    List<Method> methods = methodsFor(advice);
    List<String> expected = run(new ApplicationLoader(bytes -> byteBuddy(bytes, advice, methods)));
    assertThat(expected).anyMatch(line -> line.contains("[e")).hasSizeGreaterThan(50);

    try (Weaving weaving =
        Weaving.of(
            targets -> {
              TypeTarget cases = targets.types(CASES);
              for (Method method : methods) {
                cases.method(method.getName(), Type.getMethodDescriptor(method), advice);
              }
            })) {
      List<String> seen = run(new ApplicationLoader(bytes -> inVersion(bytes, version)));
      assertThat(weaving.report()).anyMatch(line -> line.startsWith("woven com.example"));
      for (int i = 0; i < expected.size(); i++) {
        assertThat(seen.get(i))
            .as("line %s after %s", i, seen.subList(Math.max(0, i - 6), i))
            .isEqualTo(expected.get(i));
      }
      assertThat(seen).isEqualTo(expected);
    }
  }

  private static List<Method> methodsFor(Class<?> advice) throws Exception {
    List<Method> methods = new ArrayList<>();
    for (Method method : Class.forName(CASES).getDeclaredMethods()) {
      Class<?>[] types = method.getParameterTypes();
      boolean fits = Modifier.isPublic(method.getModifiers());
      if (advice == TakeOverAdvice.class) {
        fits &=
            types.length > 0 && types[0] == String.class && method.getReturnType() == String.class;
      } else if (advice == TakeOverArrayAdvice.class) {
        fits &= types.length > 1 && types[1] == String.class;
      } else if (advice == ReturnsOnlyAdvice.class) {
        fits &= !Modifier.isStatic(method.getModifiers());
      }
      if (fits) {
        methods.add(method);
      }
    }
    methods.sort(Comparator.comparing(Method::toString));
    assertThat(methods).isNotEmpty();
    return methods;
  }

  private static byte[] byteBuddy(byte[] bytes, Class<?> advice, List<Method> methods) {
    if (!new ClassReader(bytes).getClassName().equals(CASES.replace('.', '/'))) {
      return bytes;
    }
    ClassFileLocator locator =
        ClassFileLocator.ForClassLoader.of(OracleTest.class.getClassLoader());
    net.bytebuddy.matcher.ElementMatcher.Junction<
            net.bytebuddy.description.method.MethodDescription>
        matcher = ElementMatchers.none();
    for (Method method : methods) {
      matcher =
          matcher.or(
              ElementMatchers.<net.bytebuddy.description.method.MethodDescription>named(
                      method.getName())
                  .and(ElementMatchers.hasDescriptor(Type.getMethodDescriptor(method))));
    }
    return new ByteBuddy()
        .redefine(TypePool.Default.of(locator).describe(CASES).resolve(), locator)
        .visit(
            Advice.withCustomMapping()
                .with(new Advice.AssignReturned.Factory())
                .to(advice)
                .on(matcher))
        .make()
        .getBytes();
  }

  /** Without frames where the version has none. */
  static byte[] inVersion(byte[] bytes, int version) {
    if (version == AS_COMPILED) {
      return bytes;
    }
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public void visit(
                  int compiled,
                  int access,
                  String name,
                  String signature,
                  String superName,
                  String[] interfaces) {
                super.visit(version, access, name, signature, superName, interfaces);
              }

              @Override
              public void visitNestMember(String nestMember) {}

              @Override
              public void visitNestHost(String nestHost) {}
            },
            version < 50 ? ClassReader.SKIP_FRAMES : 0);
    return writer.toByteArray();
  }

  /** Calls every method with several arguments; results, log and events in order. */
  private static List<String> run(ApplicationLoader loader) throws Exception {
    Events.take();
    List<String> seen = new ArrayList<>();
    Class<?> type = loader.loadClass(CASES);
    Method[] methods = type.getDeclaredMethods();
    Arrays.sort(methods, Comparator.comparing(Method::toString));
    for (Method method : methods) {
      for (int round = 0; round < 5; round++) {
        Object cases = type.getDeclaredConstructor().newInstance();
        Object[] arguments = arguments(method.getParameterTypes(), round);
        seen.add(method.getName() + Arrays.deepToString(arguments));
        try {
          Object result = method.invoke(cases, arguments);
          seen.add("result " + Arrays.deepToString(new Object[] {result}));
        } catch (InvocationTargetException thrown) {
          seen.add("thrown " + thrown.getCause());
        }
        seen.add("log " + type.getField("log").get(cases));
        seen.addAll(Events.take());
      }
    }
    return seen;
  }

  private static Object[] arguments(Class<?>[] types, int round) {
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = argument(types[i], round);
    }
    return arguments;
  }

  private static Object argument(Class<?> type, int round) {
    int number = new int[] {0, 3, -1, 1000, 5}[round];
    if (type == boolean.class) {
      return round % 2 == 0;
    } else if (type == byte.class) {
      return (byte) number;
    } else if (type == char.class) {
      return (char) ('a' + round);
    } else if (type == short.class) {
      return (short) number;
    } else if (type == int.class) {
      return number;
    } else if (type == long.class) {
      return number * 1_000_000_000_000L;
    } else if (type == float.class) {
      return number / 3f;
    } else if (type == double.class) {
      return number / 3d;
    } else if (type == String.class) {
      return new String[] {"text", null, "other", "keep", ""}[round];
    } else if (type == int[].class) {
      return round == 1 ? null : new int[] {number, 1};
    } else if (type == String[][].class) {
      return new String[][] {{"a"}, {}};
    }
    return round == 1 ? null : new Object[] {"rest", round};
  }
}
