package com.example.shop.fulfilment;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.apache.log4j.LogManager;
import org.apache.log4j.Logger;

/** Fulfilment as a process of its own: no web application, only a page for operations. */
public final class FulfilmentMain {

  private static final Logger log = Logger.getLogger(FulfilmentMain.class);

  private FulfilmentMain() {}

  public static void main(String[] args) throws Exception {
    Warehouse warehouse = Warehouse.open();
    OrderConsumer orders =
        new OrderConsumer(System.getProperty("shop.kafka", "127.0.0.1:9092"), warehouse);
    HttpServer operations =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.getInteger("shop.port", 8082)),
            0);
    operations.createContext(
        "/shipments",
        exchange -> {
          byte[] page = (orders.shipped() + " shipped\n").getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  log.info("Shutting down");
                  operations.stop(0);
                  orders.stop();
                  warehouse.close();
                  LogManager.shutdown();
                },
                "shutdown"));
    operations.start();
    orders.start();
    System.out.println("fulfilment: listening on http://127.0.0.1:" + port(operations));
  }

  private static int port(HttpServer server) {
    return server.getAddress().getPort();
  }
}
