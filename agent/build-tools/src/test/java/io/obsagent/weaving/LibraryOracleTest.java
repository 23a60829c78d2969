package io.obsagent.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.build.LibraryVersion;
import io.obsagent.instrumentation.sample.WatchAdvice;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Byte Buddy weaves the same advice into the same libraries, each in a class loader of its own, and
 * the same calls are made: whom the advice saw, with what, what came back and what was thrown is
 * the same, event by event.
 */
class LibraryOracleTest {
  private static final Path LIBRARIES = Path.of("target/libraries");

  @BeforeAll
  static void keepDerbysLogInTheTarget() {
    System.setProperty("derby.stream.error.file", "target/derby.log");
  }

  private interface Calls {
    void make(ClassLoader library) throws Exception;
  }

  private static void describe(Targets targets) {
    LibrariesTest.describe(targets, WatchAdvice.class);
    LibrariesTest.add(
        targets.types("ch.qos.logback.classic.Logger"),
        WatchAdvice.class,
        "callAppenders(Lch/qos/logback/classic/spi/ILoggingEvent;)V",
        "isInfoEnabled()Z",
        "info(Ljava/lang/String;)V",
        "error(Ljava/lang/String;Ljava/lang/Throwable;)V");
    LibrariesTest.add(
        targets.types("ch.qos.logback.classic.spi.LoggingEvent").state("stamp"),
        WatchAdvice.class,
        "getMDCPropertyMap()Ljava/util/Map;",
        "getFormattedMessage()Ljava/lang/String;",
        "getThrowableProxy()Lch/qos/logback/classic/spi/IThrowableProxy;");
  }

  @ParameterizedTest
  @CsvSource({
    "h2-2, org.h2.Driver, jdbc:h2:mem:oracle",
    "h2-1.4, org.h2.Driver, jdbc:h2:mem:oracle",
    "hsqldb-, org.hsqldb.jdbc.JDBCDriver, jdbc:hsqldb:mem:oracle",
    "derby-, org.apache.derby.iapi.jdbc.AutoloadedDriver, jdbc:derby:memory:oracle;create=true",
    "sqlite-jdbc-, org.sqlite.JDBC, jdbc:sqlite::memory:"
  })
  void driversAsByteBuddyWeavesThem(String library, String driver, String url) throws Exception {
    compare(library, Thread.currentThread(), 40, in -> LibraryCalls.driver(in, driver, url));
  }

  @ParameterizedTest
  @CsvSource({"HikariCP-4", "HikariCP-7"})
  void poolsAsByteBuddyWeavesThem(String library) throws Exception {
    compare(
        library,
        Thread.currentThread(),
        60,
        in -> LibraryCalls.pool(in, "com.zaxxer.hikari.HikariDataSource", "jdbc:h2:mem:oracle"),
        "h2-2");
  }

  @ParameterizedTest
  @CsvSource({"logback-classic-1.0", "logback-classic-1.2", "logback-classic-1.5"})
  void logbackAsByteBuddyWeavesIt(String library) throws Exception {
    compare(library, Thread.currentThread(), 20, LibraryCalls::logback);
  }

  @ParameterizedTest
  @CsvSource({"tomcat-embed-core-9", "tomcat-embed-core-11"})
  void tomcatAsByteBuddyWeavesIt(String library, @TempDir Path directory) throws Exception {
    compare(library, null, 18, in -> LibraryCalls.tomcat(in, directory));
  }

  private static LibraryVersion version(String beginning) {
    return LibraryVersion.all().stream()
        .filter(each -> each.name().startsWith(beginning))
        .findFirst()
        .orElseThrow();
  }

  private static URL[] urls(String library, String... others) throws IOException {
    List<URL> urls = new ArrayList<>();
    List<String> all = new ArrayList<>(List.of(others));
    all.add(library);
    for (String each : all) {
      try (URLClassLoader loader = version(each).open(LIBRARIES)) {
        urls.addAll(List.of(loader.getURLs()));
      }
    }
    return urls.toArray(new URL[0]);
  }

  private static void compare(
      String library, Thread watched, int atLeast, Calls calls, String... others) throws Exception {
    URL[] urls = urls(library, others);
    List<String> expected;
    try (URLClassLoader oracle = new ByteBuddyLoader(urls, LibraryOracleTest::describe)) {
      expected = run(oracle, watched, calls);
    }
    assertThat(expected).hasSizeGreaterThanOrEqualTo(atLeast).anyMatch(line -> line.contains("< "));
    try (Weaving weaving = Weaving.of(LibraryOracleTest::describe);
        URLClassLoader ours = new URLClassLoader(urls, LibraryOracleTest.class.getClassLoader())) {
      List<String> seen = run(ours, watched, calls);
      assertThat(seen).as(() -> "with " + weaving.report()).isEqualTo(expected);
      assertThat(weaving.report()).noneMatch(line -> line.startsWith("left untouched"));
    }
  }

  private static List<String> run(ClassLoader library, Thread watched, Calls calls)
      throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    WatchAdvice.watch(watched);
    try {
      thread.setContextClassLoader(library);
      calls.make(library);
    } finally {
      thread.setContextClassLoader(before);
    }
    return WatchAdvice.seen();
  }

  /** Weaves with Byte Buddy what {@link SlowMatcher} finds. */
  private static final class ByteBuddyLoader extends URLClassLoader {
    static {
      registerAsParallelCapable();
    }

    private final Consumer<Targets> targets;
    private final ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(this);
    private final TypePool types = TypePool.Default.of(locator);

    ByteBuddyLoader(URL[] urls, Consumer<Targets> targets) {
      super(urls, LibraryOracleTest.class.getClassLoader());
      this.targets = targets;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      String path = name.replace('.', '/');
      try (InputStream in = getResourceAsStream(path + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = weave(path, in.readAllBytes());
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }

    private byte[] weave(String path, byte[] bytes) {
      Set<String> methods = SlowMatcher.methods(targets, types, path, bytes);
      if (methods.isEmpty()) {
        return bytes;
      }
      return new ByteBuddy()
          .redefine(types.describe(path.replace('/', '.')).resolve(), locator)
          .visit(
              Advice.to(WatchAdvice.class)
                  .on(
                      method ->
                          methods.contains(
                              path + "." + method.getInternalName() + method.getDescriptor())))
          .make()
          .getBytes();
    }
  }
}
