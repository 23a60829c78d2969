package com.example.loaders;

import java.net.URL;
import java.net.URLClassLoader;

/** Looks at home first and asks the parent for the rest, as many web containers do. */
final class ParentLastLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  ParentLastLoader(URL[] urls, ClassLoader parent) {
    super(urls, parent);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      try {
        return findClass(name);
      } catch (ClassNotFoundException notAtHome) {
        return super.loadClass(name, resolve);
      }
    }
  }
}
