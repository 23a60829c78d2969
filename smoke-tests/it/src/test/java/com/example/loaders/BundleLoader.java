package com.example.loaders;

import java.net.URL;
import java.net.URLClassLoader;

/**
 * An OSGi bundle's: {@code java.*} is always delegated, the JDK's other packages only because this
 * bundle imports them, and nothing else of the outer world exists.
 */
final class BundleLoader extends URLClassLoader {

  private static final String[] IMPORTED = {
    "javax.sql.", "javax.naming.", "javax.xml.", "org.w3c."
  };

  static {
    registerAsParallelCapable();
  }

  BundleLoader(URL[] urls) {
    super(urls, null);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.") || isImported(name)) {
      return getPlatformClassLoader().loadClass(name);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : findClass(name);
    }
  }

  private static boolean isImported(String name) {
    for (String prefix : IMPORTED) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
