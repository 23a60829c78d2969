package io.obsagent.instrumentation.httpclient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One version of a client library in a class loader of its own, with the driver that uses it. The
 * loader finds the library and {@code com.example} in itself first, all else in the tests.
 */
final class ClientVersion {
  private static final Path FOLDERS = Path.of("target", "clients");

  private final String folder;
  private final String driver;
  private ClassLoader loader;

  /**
   * @param folder one of those {@code pom.xml} fills
   * @param driver name of a class with a public constructor without parameters
   */
  ClientVersion(String folder, String driver) {
    this.folder = folder;
    this.driver = driver;
  }

  /** Those of all versions if the whole matrix is asked for, else the first and the last. */
  static List<ClientVersion> chosen(List<ClientVersion> all) {
    return "full".equals(System.getProperty("obs.matrix")) || all.size() < 3
        ? all
        : List.of(all.get(0), all.get(all.size() - 1));
  }

  HttpClientDriver open() throws ReflectiveOperationException {
    if (loader == null) {
      loader = new OwnFirst(urls());
    }
    return (HttpClientDriver)
        Class.forName(driver, true, loader).getDeclaredConstructor().newInstance();
  }

  private URL[] urls() {
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> jars = Files.list(FOLDERS.resolve(folder))) {
      for (Path jar : jars.sorted().toList()) {
        urls.add(jar.toUri().toURL());
      }
      urls.add(Path.of("target", "test-classes").toUri().toURL());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return urls.toArray(new URL[0]);
  }

  @Override
  public String toString() {
    return folder + " by " + driver.substring(driver.lastIndexOf('.') + 1);
  }

  private static final class OwnFirst extends URLClassLoader {
    OwnFirst(URL[] urls) {
      super(urls, ClientVersion.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("java.") || name.startsWith("io.obsagent.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        try {
          return findClass(name);
        } catch (ClassNotFoundException notOurs) {
          return super.loadClass(name, resolve);
        }
      }
    }
  }
}
