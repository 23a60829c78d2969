package io.obsagent.agent;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.AccessController;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Loads what lies under {@code inst/} in the agent JAR: the agent itself and its libraries. The
 * parent is the platform loader, so nothing of the application is seen from inside and nothing of
 * the inside by the application.
 *
 * <p>The bytes of a class can be had by the ordinary {@code getResourceAsStream("a/B.class")}. The
 * JAR stays open for the life of the JVM and is read without signature verification. Thread-safe
 * and parallel capable; needs no writable disk.
 */
final class AgentClassLoader extends ClassLoader {
  private static final String INSIDE = "inst/";
  private static final String CLASS = ".class";

  static {
    registerAsParallelCapable();
  }

  private final JarFile jar;
  private final ProtectionDomain domain;
  private final URLStreamHandler handler = new EntryHandler(this);

  private AgentClassLoader(JarFile jar, ProtectionDomain domain, ClassLoader parent) {
    super(parent);
    this.jar = jar;
    this.domain = domain;
  }

  static ClassLoader open(File file) throws IOException {
    Permissions all = new Permissions();
    all.add(new AllPermission());
    CodeSource source = new CodeSource(file.toURI().toURL(), (Certificate[]) null);
    // Signatures are not verified: that would load and run half of java.security before main.
    return new AgentClassLoader(
        new JarFile(file, false), new ProtectionDomain(source, all), platformLoader());
  }

  /** The platform loader, on Java 8 the extension loader: the last one before the JVM's own. */
  private static ClassLoader platformLoader() {
    ClassLoader loader = getSystemClassLoader();
    while (loader.getParent() != null) {
      loader = loader.getParent();
    }
    return loader;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes;
    try {
      bytes = read(name.replace('.', '/') + CLASS);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    int dot = name.lastIndexOf('.');
    if (dot > 0) {
      definePackageOnce(name.substring(0, dot));
    }
    return defineClass(name, bytes, 0, bytes.length, domain);
  }

  private void definePackageOnce(String name) {
    if (getPackage(name) == null) {
      try {
        definePackage(name, null, null, null, null, null, null, null);
      } catch (IllegalArgumentException definedMeanwhile) {
        // Another thread loads a class of the same package.
      }
    }
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    InputStream ofParent = getParent().getResourceAsStream(name);
    if (ofParent != null) {
      return ofParent;
    }
    try {
      byte[] bytes = read(name);
      return bytes == null ? null : new ByteArrayInputStream(bytes);
    } catch (IOException unreadable) {
      return null;
    }
  }

  @Override
  protected URL findResource(String name) {
    if (jar.getEntry(entryName(name)) == null) {
      return null;
    }
    return AccessController.doPrivileged(new UrlOf(name));
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return url == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singleton(url));
  }

  /** The bytes of a resource, a class by its {@code .class} name, or null if there is none. */
  private byte[] read(String name) throws IOException {
    ZipEntry entry = jar.getEntry(entryName(name));
    if (entry == null) {
      return null;
    }
    byte[] bytes = new byte[(int) entry.getSize()];
    try (InputStream in = jar.getInputStream(entry)) {
      int filled = 0;
      while (filled < bytes.length) {
        int count = in.read(bytes, filled, bytes.length - filled);
        if (count < 0) {
          throw new IOException("truncated: " + name);
        }
        filled += count;
      }
    }
    return bytes;
  }

  private static String entryName(String name) {
    return INSIDE
        + (name.endsWith(CLASS)
            ? name.substring(0, name.length() - CLASS.length()) + ".classdata"
            : name);
  }

  private final class UrlOf implements PrivilegedAction<URL> {
    private final String name;

    UrlOf(String name) {
      this.name = name;
    }

    @Override
    public URL run() {
      try {
        return new URL("obs-agent", "", -1, "/" + name, handler);
      } catch (IOException malformed) {
        return null;
      }
    }
  }

  /** Reads through the loader's own open JAR: {@code jar:} URLs would open and cache a second. */
  private static final class EntryHandler extends URLStreamHandler {
    private final AgentClassLoader loader;

    EntryHandler(AgentClassLoader loader) {
      this.loader = loader;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new EntryConnection(url, loader);
    }
  }

  private static final class EntryConnection extends URLConnection {
    private final AgentClassLoader loader;

    EntryConnection(URL url, AgentClassLoader loader) {
      super(url);
      this.loader = loader;
    }

    @Override
    public void connect() {}

    @Override
    public InputStream getInputStream() throws IOException {
      byte[] bytes = loader.read(url.getPath().substring(1));
      if (bytes == null) {
        throw new FileNotFoundException(url.toString());
      }
      return new ByteArrayInputStream(bytes);
    }
  }
}
