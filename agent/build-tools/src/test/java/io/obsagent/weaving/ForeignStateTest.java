package io.obsagent.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.instrumentation.sample.AnyAdvice;
import io.obsagent.instrumentation.sample.StateAdvice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.api.Test;

class ForeignStateTest {
  private static final String DESK = "com.example.library.Desk";
  private static final String FRONT_DESK = "com.example.library.FrontDesk";
  private static final String BACK_DESK = "com.example.library.BackDesk";
  private static final String SAVED_DESK = "com.example.library.SavedDesk";
  private static final String FIELD = "obs$sample$calls";

  private static Weaving counting() {
    return Weaving.of(
        t -> t.subtypesOf(DESK).method("stamp", "()V", StateAdvice.class).state("sample.calls"));
  }

  private static void stamp(Object desk) throws ReflectiveOperationException {
    desk.getClass().getMethod("stamp").invoke(desk);
  }

  @Test
  void livesInAFieldOfTheTopmostWovenClass() throws Exception {
    try (Weaving weaving = counting()) {
      ApplicationLoader loader = new ApplicationLoader();
      Object desk = loader.create(BACK_DESK);
      stamp(desk);
      assertThat(StateAdvice.CALLS.get(desk)).isEqualTo(2); // with the call of super

      Field field = loader.loadClass(FRONT_DESK).getDeclaredField(FIELD);
      assertThat(field.getType()).isEqualTo(Object.class);
      assertThat(Modifier.toString(field.getModifiers())).isEqualTo("private transient");
      assertThat(field.isSynthetic()).isTrue();
      field.setAccessible(true);
      assertThat(field.get(desk)).isEqualTo(2);
      assertThat(loader.loadClass(BACK_DESK).getDeclaredFields()).isEmpty();

      StateAdvice.CALLS.set(desk, null);
      assertThat(StateAdvice.CALLS.get(desk)).isNull();
      assertThat(weaving.report()).anyMatch(line -> line.contains("+" + FIELD));
    }
  }

  @Test
  void objectsOfClassesWithoutTheFieldHaveStateToo() throws Exception {
    Object loadedBefore = new ApplicationLoader().create(FRONT_DESK);
    try (Weaving weaving = counting()) {
      stamp(loadedBefore);
      stamp(loadedBefore);
      assertThat(StateAdvice.CALLS.get(loadedBefore)).isEqualTo(2);
      assertThat(loadedBefore.getClass().getDeclaredFields()).hasSize(1);
      assertThat(weaving.report()).anyMatch(line -> line.startsWith("woven again " + FRONT_DESK));
    }
    ForeignState<String> state = ForeignState.named("unheard.of");
    Object one = new BadlyBehaved();
    Object other = new BadlyBehaved();
    state.set(one, "one");
    state.set(other, "other");
    assertThat(state.get(one)).isEqualTo("one");
    assertThat(state.get(other)).isEqualTo("other");
    state.set(one, null);
    assertThat(state.get(one)).isNull();
  }

  /** Foreign objects are compared by nothing but identity. */
  private static final class BadlyBehaved {
    @Override
    public boolean equals(Object other) {
      throw new AssertionError("equals was called");
    }

    @Override
    public int hashCode() {
      throw new AssertionError("hashCode was called");
    }
  }

  @Test
  void theMapForgetsOwnersThatAreGone() {
    WeakIdentityMap<Object, String> map = new WeakIdentityMap<>();
    for (int i = 0; i < 1_000; i++) {
      map.put(new Object(), "gone");
    }
    Object kept = new Object();
    map.put(kept, "kept");
    for (int i = 0; i < 50 && map.size() > 1; i++) {
      System.gc();
    }
    assertThat(map.size()).isEqualTo(1);
    assertThat(map.get(kept)).isEqualTo("kept");
  }

  @Test
  void anotherAgentMayRetransformAndADebuggerRedefine() throws Exception {
    Instrumentation instrumentation = Weaving.instrumentation();
    Object loadedBefore = new ApplicationLoader().create(FRONT_DESK);
    try (Weaving weaving = counting()) {
      Object loadedAfter = new ApplicationLoader().create(FRONT_DESK);
      for (Object desk : new Object[] {loadedBefore, loadedAfter}) {
        Class<?> type = desk.getClass();
        SeenBytes other = new SeenBytes();
        instrumentation.addTransformer(other, true);
        try {
          instrumentation.retransformClasses(type);
        } finally {
          instrumentation.removeTransformer(other);
        }
        assertThat(other.seen).contains(FRONT_DESK.replace('.', '/'));
        try (InputStream in =
            type.getClassLoader().getResourceAsStream(FRONT_DESK.replace('.', '/') + ".class")) {
          instrumentation.redefineClasses(new ClassDefinition(type, in.readAllBytes()));
        }
        StateAdvice.CALLS.set(desk, null);
        stamp(desk);
        assertThat(StateAdvice.CALLS.get(desk)).isEqualTo(1);
      }
      assertThat(weaving.report()).noneMatch(line -> line.startsWith("left untouched"));
    }
  }

  private static final class SeenBytes implements ClassFileTransformer {
    final List<String> seen = new ArrayList<>();

    @Override
    public byte[] transform(
        ClassLoader loader,
        String name,
        Class<?> redefined,
        ProtectionDomain domain,
        byte[] bytes) {
      seen.add(name);
      return bytes.clone();
    }
  }

  /** Calls of this are woven by Byte Buddy, in an agent of its own. */
  public static final class OtherAgent {
    static int calls;

    private OtherAgent() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter() {
      calls++;
    }
  }

  @Test
  void aByteBuddyAgentWeavesTheSameMethodBeforeAndAfter() throws Exception {
    Instrumentation instrumentation = Weaving.instrumentation();
    for (boolean before : new boolean[] {true, false}) {
      OtherAgent.calls = 0;
      ApplicationLoader application = new ApplicationLoader();
      ResettableClassFileTransformer first =
          before ? otherAgent(instrumentation, application) : null;
      try (Weaving weaving = counting()) {
        Object desk = application.create(FRONT_DESK);
        ResettableClassFileTransformer other =
            before ? first : otherAgent(instrumentation, application);
        stamp(desk);
        assertThat(OtherAgent.calls).isEqualTo(1);
        assertThat(StateAdvice.CALLS.get(desk)).isEqualTo(1);
        other.reset(instrumentation, AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
        stamp(desk);
        assertThat(OtherAgent.calls).isEqualTo(1);
        assertThat(StateAdvice.CALLS.get(desk)).isEqualTo(2);
        assertThat(weaving.report()).noneMatch(line -> line.startsWith("left untouched"));
      }
    }
  }

  private static ResettableClassFileTransformer otherAgent(
      Instrumentation instrumentation, ClassLoader application) {
    return new AgentBuilder.Default()
        .disableClassFormatChanges()
        .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
        .type(ElementMatchers.named(FRONT_DESK), ElementMatchers.is(application))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(Advice.to(OtherAgent.class).on(ElementMatchers.named("stamp"))))
        .installOn(instrumentation);
  }

  @Test
  void serializationDoesNotSeeTheField() throws Exception {
    Class<?> plain = new ApplicationLoader().loadClass(SAVED_DESK);
    try (Weaving weaving =
        Weaving.of(
            t ->
                t.types(SAVED_DESK)
                    .method("stamp", "()V", StateAdvice.class)
                    .state("sample.calls"))) {
      Object desk = new ApplicationLoader().create(SAVED_DESK);
      assertThat(desk.getClass().getDeclaredField(FIELD)).isNotNull();
      stamp(desk);
      assertThat(ObjectStreamClass.lookup(desk.getClass()).getSerialVersionUID())
          .isEqualTo(ObjectStreamClass.lookup(plain).getSerialVersionUID());

      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(desk);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass type) {
              return plain;
            }
          }) {
        Object read = in.readObject();
        assertThat(plain.getField("stamps").getInt(read)).isEqualTo(1);
      }
      assertThat(weaving.report()).isNotEmpty();
    }
  }

  @Test
  void aStateThatNobodyDeclaredNeedsNoField() throws Exception {
    try (Weaving weaving =
        Weaving.of(t -> t.subtypesOf(DESK).method("stamp", "()V", AnyAdvice.class))) {
      Object desk = new ApplicationLoader().create(FRONT_DESK);
      StateAdvice.CALLS.set(desk, 5);
      assertThat(StateAdvice.CALLS.get(desk)).isEqualTo(5);
      assertThat(weaving.report()).noneMatch(line -> line.contains("+obs$"));
    }
  }
}
