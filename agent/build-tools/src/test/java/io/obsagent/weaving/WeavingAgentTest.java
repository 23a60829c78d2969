package io.obsagent.weaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.library.Desk;
import io.obsagent.build.PlanCompiler;
import io.obsagent.instrumentation.sample.AnyAdvice;
import io.obsagent.instrumentation.sample.Events;
import io.obsagent.instrumentation.sample.ServeAdvice;
import java.util.Collections;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.jupiter.api.Test;

class WeavingAgentTest {
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
            WeavingAgentTest.class.getClassLoader());
    WeavingAgent agent =
        WeavingAgent.install(
            ByteBuddyAgent.install(),
            plan,
            AdviceBytes.resourcesOf(WeavingAgentTest.class.getClassLoader()),
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
