package io.obsagent.instrumentation.kafka;

import com.example.kafka.api.Probe;
import io.obsagent.smoke.kafka.KafkaBroker;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The test applications with one version of the clients, in a class loader of their own, against
 * the shared broker.
 */
record ClientVersion(File libraries, String version) {
  private static final String API = "com.example.kafka.api.";

  private static final List<ApplicationLoader> LOADERS = new ArrayList<>();

  /** The oldest and the newest; all of them under the profile {@code matrix}. */
  static Stream<ClientVersion> underTest() {
    return underTest("kafka.clients", "kafka.oldest", "kafka.newest");
  }

  /** The same of Spring Kafka. */
  static Stream<ClientVersion> ofSpring() {
    return underTest("kafka.spring", "kafka.spring.oldest", "kafka.spring.newest");
  }

  /** The same of Kafka Streams. */
  static Stream<ClientVersion> ofStreams() {
    return underTest("kafka.streams", "kafka.oldest", "kafka.streams.newest");
  }

  /** The same of Connect. */
  static Stream<ClientVersion> ofConnect() {
    return underTest("kafka.connect", "kafka.oldest", "kafka.newest");
  }

  private static Stream<ClientVersion> underTest(String folder, String oldest, String newest) {
    File libraries = new File(System.getProperty(folder));
    String[] all = libraries.list();
    boolean full = "full".equals(System.getProperty("obs.matrix"));
    return Arrays.stream(all)
        .sorted()
        .filter(each -> Character.isDigit(each.charAt(0)))
        .filter(
            each ->
                full
                    || each.equals(System.getProperty(oldest))
                    || each.equals(System.getProperty(newest)))
        .map(each -> new ClientVersion(libraries, each));
  }

  /** Calls a method of an application by name; its argument is the topic. */
  <T> T call(Probe probe, String application, String method, String topic) throws Exception {
    Object instance =
        loader()
            .loadClass("com.example.kafka." + application)
            .getConstructor(String.class, Probe.class)
            .newInstance(KafkaBroker.shared().bootstrapServers(), probe);
    // The clients find their classes by name through this loader.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(instance.getClass().getClassLoader());
    try {
      @SuppressWarnings("unchecked") // the caller knows what the method returns
      T result = (T) instance.getClass().getMethod(method, String.class).invoke(instance, topic);
      return result;
    } catch (InvocationTargetException failure) {
      throw new AssertionError(version + " " + method + ": " + failure.getCause(), failure);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** As {@code 4} of {@code 4.4.0}. */
  int major() {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  @Override
  public String toString() {
    return version;
  }

  private ApplicationLoader loader() throws MalformedURLException {
    synchronized (LOADERS) {
      for (ApplicationLoader each : LOADERS) {
        if (each.version.equals(this)) {
          return each;
        }
      }
      List<URL> urls = new ArrayList<>();
      for (File jar : new File(libraries, version).listFiles()) {
        urls.add(jar.toURI().toURL());
      }
      urls.add(ClientVersion.class.getProtectionDomain().getCodeSource().getLocation());
      ApplicationLoader loader = new ApplicationLoader(this, urls.toArray(new URL[0]));
      LOADERS.add(loader);
      return loader;
    }
  }

  private static final class ApplicationLoader extends URLClassLoader {
    final ClientVersion version;

    ApplicationLoader(ClientVersion version, URL[] urls) {
      super(urls, ClassLoader.getPlatformClassLoader());
      this.version = version;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return name.startsWith(API) ? Class.forName(name) : super.loadClass(name, resolve);
    }
  }
}
