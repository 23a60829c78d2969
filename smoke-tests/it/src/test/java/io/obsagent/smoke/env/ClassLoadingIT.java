package io.obsagent.smoke.env;

import static io.obsagent.smoke.env.LedgerCheck.DRIVER;
import static io.obsagent.smoke.env.LedgerCheck.MAIN;
import static io.obsagent.smoke.env.LedgerCheck.URL;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.loaders.HiddenMain;
import com.example.loaders.LoaderMain;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.JvmCommand;
import io.obsagent.smoke.receiver.OtlpReceiver;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever the driver and its caller are loaded, their spans arrive. */
class ClassLoadingIT {

  private static final String JARS = Apps.ledger() + File.pathSeparator + Apps.h2();

  static List<Jdk> jdks() {
    return Jdks.underTest();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void classPath(Jdk jdk) {
    LedgerCheck.run(
        1,
        receiver ->
            ChildJvm.java(jdk)
                .observedBy(receiver)
                .mainClass(List.of(Apps.ledger(), Apps.h2()), MAIN)
                .argument(DRIVER)
                .argument(URL));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void whatTheUserExcludesIsLeftAlone(Jdk jdk) {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ChildJvm jvm =
            ChildJvm.java(jdk)
                .observedBy(receiver)
                .property("otel.javaagent.exclude-classes", "org.h2.*")
                .mainClass(List.of(Apps.ledger(), Apps.h2()), MAIN)
                .argument(DRIVER)
                .argument(URL)
                .start()) {
      assertThat(jvm.awaitExit(LedgerCheck.PATIENCE)).as(jvm.stderr().text()).isZero();
      assertThat(jvm.stdout().lines()).contains("balance 42");
      assertThat(receiver.traces().spans()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void modulePath(Jdk jdk) {
    LedgerCheck.run(
        1,
        receiver ->
            ChildJvm.java(jdk)
                .observedBy(receiver)
                .option("--add-modules=com.h2database")
                .main(List.of("-p", JARS, "-m", "com.example.ledger/" + MAIN))
                .argument(DRIVER)
                .argument(URL));
  }

  /** The parent has the same classes, and must not be the one that is woven. */
  @ParameterizedTest
  @MethodSource("jdks")
  void parentLast(Jdk jdk) {
    List<Path> classPath = List.of(Apps.programs(), Apps.ledger(), Apps.h2());
    LedgerCheck.run(
        1,
        receiver ->
            inLoaders(ChildJvm.java(jdk).observedBy(receiver), classPath, "parent-last", 1, 1));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void bundleThatSeesJavaOnly(Jdk jdk) {
    List<Path> classPath = List.of(Apps.programs());
    LedgerCheck.run(
        1,
        receiver -> inLoaders(ChildJvm.java(jdk).observedBy(receiver), classPath, "bundle", 1, 1));
  }

  /** Every driver class is asked for by four threads at once, in each of four loaders. */
  @ParameterizedTest
  @MethodSource("jdks")
  void manyLoadersAndThreadsAtOnce(Jdk jdk) {
    List<Path> classPath = List.of(Apps.programs());
    LedgerCheck.run(
        16,
        receiver -> inLoaders(ChildJvm.java(jdk).observedBy(receiver), classPath, "bundle", 4, 4));
  }

  private static JvmCommand inLoaders(
      JvmCommand command, List<Path> classPath, String kind, int loaders, int threads) {
    return command
        .mainClass(classPath, LoaderMain.class.getName())
        .argument(kind)
        .argument(String.valueOf(loaders))
        .argument(String.valueOf(threads))
        .argument(JARS)
        .argument(MAIN)
        .argument(DRIVER)
        .argument(URL);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void besideHiddenClasses(Jdk jdk) {
    LedgerCheck.run(
        1,
        receiver ->
            ChildJvm.java(jdk)
                .observedBy(receiver)
                .mainClass(List.of(Apps.programs(), Apps.h2()), HiddenMain.class.getName())
                .argument(URL));
  }
}
