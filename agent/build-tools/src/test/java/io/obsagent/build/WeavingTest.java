package io.obsagent.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.library.Desk;
import io.obsagent.instrumentation.sample.AnyAdvice;
import io.obsagent.instrumentation.sample.Events;
import io.obsagent.instrumentation.sample.ServeAdvice;
import io.obsagent.weaving.AdviceBytes;
import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;
import io.obsagent.weaving.WeavingAgent;
import io.obsagent.weaving.WeavingPlan;
import java.util.Collections;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;

class WeavingTest {
  static final class DeskInstrumentation implements LibraryInstrumentation {
    @Override
    public String name() {
      return "desk";
    }

    @Override
    public void describe(Targets targets) {
      targets
          .subtypesOf("com.example.library.Desk")
          .method("serve", "(Ljava/lang/String;JD)Ljava/lang/String;", ServeAdvice.class)
          .method("count", "([I)I", AnyAdvice.class)
          .method("stamp", "()V", AnyAdvice.class)
          .state("desk");
    }
  }

  @Test
  void weavesFirstLoad() throws Exception {
    WeavingPlan plan =
        PlanCompiler.compile(
            Collections.singletonList(new DeskInstrumentation()),
            WeavingTest.class.getClassLoader());
    WeavingAgent agent =
        WeavingAgent.install(
            ByteBuddyAgent.install(),
            plan,
            AdviceBytes.resourcesOf(WeavingTest.class.getClassLoader()),
            name -> true,
            true);
    try {
      Desk desk =
          (Desk)
              Class.forName("com.example.library.FrontDesk").getDeclaredConstructor().newInstance();
      assertThat(desk.serve("ada", 1, 2)).isEqualTo("ada!22.0");
      assertThatThrownBy(() -> desk.serve("ada", 1, -2)).isInstanceOf(IllegalStateException.class);
      assertThat(desk.count(new int[] {1, 2, -1})).isEqualTo(150);
      assertThat(desk.count(new int[] {1, 0})).isEqualTo(-1);
      desk.stamp();
      Events.take().forEach(System.out::println);
    } finally {
      agent.remove();
    }
  }
}
