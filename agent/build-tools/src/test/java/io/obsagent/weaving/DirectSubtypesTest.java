package io.obsagent.weaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.instrumentation.sample.AnyAdvice;
import io.obsagent.instrumentation.sample.Events;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A method that half of all classes have, woven in those that say what they extend. */
class DirectSubtypesTest {
  private static final Consumer<Targets> TASKS =
      targets ->
          targets.directSubtypesOf("java.util.TimerTask").method("run", "()V", AnyAdvice.class);

  @Test
  void weavesWhatNamesTheTypeAndNothingElse() throws Exception {
    try (Weaving weaving = Weaving.of(TASKS)) {
      ApplicationLoader application = new ApplicationLoader();
      application.create(Runnable.class, "com.example.library.Tasks$Direct").run();
      List<String> events = Events.take();
      assertThat(events).isNotEmpty();

      application.create(Runnable.class, "com.example.library.Tasks$Below").run();
      assertThat(Events.take()).as("its superclass's run").isEqualTo(events);

      application.create(Runnable.class, "com.example.library.Tasks$Overriding").run();
      application.create(Runnable.class, "com.example.library.Tasks$Naming").run();
      assertThat(Events.take()).as("not directly below").isEmpty();
      assertThat(weaving.report())
          .filteredOn(line -> line.startsWith("woven com.example"))
          .singleElement()
          .asString()
          .contains("Tasks$Direct");
    }
  }

  @Test
  void weavesWhatIsLoadedAlready() throws Exception {
    ApplicationLoader application = new ApplicationLoader();
    Runnable direct = application.create(Runnable.class, "com.example.library.Tasks$Direct");
    Runnable naming = application.create(Runnable.class, "com.example.library.Tasks$Naming");
    try (Weaving weaving = Weaving.of(TASKS)) {
      naming.run();
      assertThat(Events.take()).isEmpty();
      direct.run();
      assertThat(Events.take()).isNotEmpty();
    }
  }

  /** The JVM refuses to transform a class whose initialiser failed, by an InternalError. */
  @Test
  void aBrokenClassAmongThemStopsNothing() throws Exception {
    ApplicationLoader application = new ApplicationLoader();
    Runnable direct = application.create(Runnable.class, "com.example.library.Tasks$Direct");
    assertThatThrownBy(() -> application.create("com.example.library.Tasks$Broken"))
        .isInstanceOf(ExceptionInInitializerError.class);
    try (Weaving weaving = Weaving.of(TASKS)) {
      direct.run();
      assertThat(Events.take()).isNotEmpty();
      assertThat(weaving.report())
          .anyMatch(
              line ->
                  line.startsWith("not woven, loaded before: com.example.library.Tasks$Broken"));
    }
  }
}
