package com.example.orders;

import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/**
 * A small legacy service: Tomcat, JDBC through a pool, two HTTP clients, Kafka, Logback. Settings
 * are system properties: {@code orders.kafka} (brokers; without it {@code /send} and {@code /mixed}
 * are not there), {@code orders.topics} (what its topics begin with), {@code orders.preload} (a
 * resource that lists classes to load before the start). When it listens it says so on standard
 * output; {@code /mixed} writes a line of log; it answers on standard input, see {@link Console},
 * and ends when that does.
 */
public final class OrdersMain {

  private OrdersMain() {}

  public static void main(String[] args) throws Exception {
    String preload = System.getProperty("orders.preload");
    if (preload != null) {
      Preload.classesIn(preload);
    }
    Stock stock = Stock.open();
    Calls calls = new Calls();

    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("orders").toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
    tomcat.getServer().setPort(-1);
    Context context = tomcat.addContext("", null);
    add(context, "plain", number -> "order " + number);
    add(context, "db", stock::sell);
    add(context, "call", number -> calls.byApache());
    String brokers = System.getProperty("orders.kafka");
    if (brokers != null) {
      Orders orders = Orders.open(brokers, System.getProperty("orders.topics", ""), stock);
      add(
          context,
          "send",
          number -> {
            orders.audit(Integer.toString(number));
            return "sent " + number;
          });
      add(
          context,
          "mixed",
          number -> {
            String sold = stock.sell(number);
            String called = calls.byApache() + ", " + calls.byJdk();
            orders.announce(Integer.toString(number));
            return sold + ", " + called;
          });
    }
    tomcat.start();
    int port = tomcat.getConnector().getLocalPort();
    calls.listeningOn(port);
    System.out.println("orders: listening on http://127.0.0.1:" + port);
    Console.answer();
    System.exit(0);
  }

  private static void add(Context context, String name, OrdersServlet.Work work) {
    Tomcat.addServlet(context, name, new OrdersServlet(work, name.equals("mixed")));
    context.addServletMappingDecoded("/" + name, name);
  }
}
