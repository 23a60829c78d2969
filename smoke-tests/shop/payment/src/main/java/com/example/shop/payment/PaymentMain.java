package com.example.shop.payment;

import java.net.InetSocketAddress;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.FilterHolder;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/** The payment system as a process of its own. */
public final class PaymentMain {

  private static final Logger log = LogManager.getLogger(PaymentMain.class);

  private PaymentMain() {}

  public static void main(String[] args) throws Exception {
    Books books = Books.open();
    Server server =
        new Server(new InetSocketAddress("127.0.0.1", Integer.getInteger("shop.port", 8081)));
    server.setHandler(pages(books, server));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, books), "shutdown"));
    server.start();
    System.out.println("payment: listening on http://127.0.0.1:" + port(server));
  }

  private static void stop(Server server, Books books) {
    log.info("Shutting down");
    try {
      server.stop();
      books.close();
    } catch (Exception e) {
      log.warn("Not everything stopped cleanly", e);
    }
    LogManager.shutdown();
  }

  private static ServletContextHandler pages(Books books, Server server) {
    Bank bank = new Bank(() -> bankUrl(server));
    ServletContextHandler pages = new ServletContextHandler();
    pages.addFilter(new FilterHolder(new RequestLogFilter()), "/*", null);
    pages.addServlet(new ServletHolder(new ChargeServlet(books, bank)), "/charge");
    pages.addServlet(new ServletHolder(new CardsServlet(books)), "/cards");
    pages.addServlet(new ServletHolder(new BankSimulator()), "/bank/*");
    return pages;
  }

  /** Where no bank is given, a simulated one answers from this very server. */
  private static String bankUrl(Server server) {
    return System.getProperty("payment.bank.url", "http://127.0.0.1:" + port(server) + "/bank");
  }

  private static int port(Server server) {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }
}
