package io.obsagent.smoke.kafka;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;

/**
 * The main class of the broker's JVM: formats the storage, runs the broker, and ends when its
 * standard input does, so that it never outlives the test that started it, however that one ends.
 */
public final class BrokerMain {

  private BrokerMain() {}

  /** Arguments: the broker's properties file and the id of its new cluster. */
  public static void main(String[] args) throws ReflectiveOperationException {
    format(args[0], args[1]);
    Thread watch = new Thread(BrokerMain::endWithParent, "end-with-parent");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName("kafka.Kafka")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {args[0]});
    } catch (InvocationTargetException failure) {
      throw new IllegalStateException("The broker does not run", failure.getCause());
    }
  }

  private static void format(String properties, String clusterId)
      throws ReflectiveOperationException {
    // Not its main, which ends the JVM.
    Class.forName("kafka.tools.StorageTool")
        .getMethod("execute", String[].class, PrintStream.class)
        .invoke(
            null, new String[] {"format", "-t", clusterId, "-c", properties}, (Object) System.out);
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nobody writes here.
      }
    } catch (IOException closed) {
      // The same.
    }
    Runtime.getRuntime().halt(0);
  }
}
