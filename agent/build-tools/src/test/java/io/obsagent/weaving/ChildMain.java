package io.obsagent.weaving;

import com.example.library.FrontDesk;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.instrumentation.sample.Events;
import io.obsagent.instrumentation.sample.StateAdvice;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;

/** The application of {@link ChildJvmTest}: it prints what its advice saw. */
public final class ChildMain {
  private ChildMain() {}

  public static void main(String[] args) throws Exception {
    FrontDesk desk = new FrontDesk();
    desk.serve("ada", 1, 2);
    desk.count(new int[] {4});
    desk.stamp();
    Phaser phaser = new Phaser();
    phaser.register();
    ExecutorService executor = Executors.newFixedThreadPool(1);
    executor.submit(() -> "task").get();
    executor.shutdown();
    System.out.println("events " + Events.take().size());
    System.out.println(
        "states "
            + Arrays.asList(
                StateAdvice.CALLS.get(desk),
                StateAdvice.CALLS.get(phaser),
                StateAdvice.CALLS.get(executor)));
    System.out.println("fields " + fields(FrontDesk.class) + " " + fields(Phaser.class));
    System.out.println("faults " + AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS));
    System.out.println("hook " + (exists("java.lang.ObsAgentHook") ? "java.lang" : "appended"));
  }

  private static long fields(Class<?> type) {
    return Arrays.stream(type.getDeclaredFields())
        .filter(field -> field.getName().startsWith("obs$"))
        .count();
  }

  private static boolean exists(String name) {
    try {
      Class.forName(name, false, null);
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }
}
