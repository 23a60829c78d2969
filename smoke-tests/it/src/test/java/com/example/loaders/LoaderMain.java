package com.example.loaders;

import java.io.File;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs a main class in loaders of its own, on several threads per loader which all begin to load at
 * the same moment. Arguments: {@code parent-last} or {@code bundle}, number of loaders, threads per
 * loader, class path, main class, its arguments.
 */
public final class LoaderMain {

  private LoaderMain() {}

  public static void main(String[] args) throws Exception {
    int loaders = Integer.parseInt(args[1]);
    int threads = Integer.parseInt(args[2]);
    String[] arguments = Arrays.copyOfRange(args, 5, args.length);
    CyclicBarrier together = new CyclicBarrier(loaders * threads);
    ExecutorService pool = Executors.newFixedThreadPool(loaders * threads);
    List<Future<Void>> runs = new ArrayList<>();
    for (int i = 0; i < loaders; i++) {
      ClassLoader loader = loader(args[0], args[3]);
      for (int j = 0; j < threads; j++) {
        runs.add(
            pool.submit(
                () -> {
                  together.await();
                  return run(loader, args[4], arguments);
                }));
      }
    }
    for (Future<Void> run : runs) {
      run.get();
    }
    pool.shutdown();
  }

  private static ClassLoader loader(String kind, String classPath) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String path : classPath.split(File.pathSeparator)) {
      urls.add(Path.of(path).toUri().toURL());
    }
    URL[] array = urls.toArray(new URL[0]);
    return kind.equals("bundle")
        ? new BundleLoader(array)
        : new ParentLastLoader(array, LoaderMain.class.getClassLoader());
  }

  private static Void run(ClassLoader loader, String name, String[] arguments) throws Exception {
    Thread.currentThread().setContextClassLoader(loader);
    Class<?> main = loader.loadClass(name);
    if (main.getClassLoader() != loader) {
      throw new IllegalStateException(main + " was found elsewhere");
    }
    Callable<Object> call =
        () -> main.getMethod("main", String[].class).invoke(null, (Object) arguments);
    call.call();
    return null;
  }
}
