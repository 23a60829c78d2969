package io.obsagent.instrumentation.logging;

import com.example.logging.Bookkeeping;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;

/** Class loaders with the JARs of a logging library and the test's applications, and no more. */
public final class Libraries {
  private static final boolean MATRIX = "full".equals(System.getProperty("obs.matrix"));

  private Libraries() {}

  /** Newest and oldest always, those between only with the profile {@code matrix}. */
  public static Stream<String> versions(String... oldestToNewest) {
    return MATRIX
        ? Arrays.stream(oldestToNewest)
        : Stream.of(oldestToNewest[0], oldestToNewest[oldestToNewest.length - 1]);
  }

  /**
   * @param jars file names without {@code .jar}
   */
  public static URLClassLoader loader(String... jars) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String jar : jars) {
      File file = new File(System.getProperty("libraries"), jar + ".jar");
      if (!file.isFile()) {
        throw new IllegalArgumentException("no " + file);
      }
      urls.add(file.toURI().toURL());
    }
    urls.add(Bookkeeping.class.getProtectionDomain().getCodeSource().getLocation());
    return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  /**
   * Runs an application of that name, living in {@code loader}, as a container would: with its
   * loader as the thread's.
   *
   * @return what it returned
   */
  @SuppressWarnings("unchecked") // the same interface on both sides
  public static Object run(String name, ClassLoader loader, String argument)
      throws ReflectiveOperationException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      BiFunction<String, ObjLongConsumer<Runnable>, Object> application =
          (BiFunction<String, ObjLongConsumer<Runnable>, Object>)
              loader
                  .loadClass("com.example.logging." + name)
                  .getDeclaredConstructor()
                  .newInstance();
      return application.apply(argument, Weaving::inSpan);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
