package com.example.shop.storefront;

import com.example.shop.common.Database;
import com.example.shop.common.Settings;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the storefront: pools, DAOs, services, all found by the servlets in the context. */
public class StorefrontListener implements ServletContextListener {

  private static final Logger log = LoggerFactory.getLogger(StorefrontListener.class);

  /** The last opened is the first to be closed. */
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @Override
  public void contextInitialized(ServletContextEvent event) {
    Database database = Database.open("storefront");
    opened.push(database);
    try {
      database.createSchema();
    } catch (SQLException e) {
      closeAll();
      throw new IllegalStateException("The database is not usable", e);
    }
    DataSource dataSource = database.dataSource();
    PaymentService payments = payments();
    ProductDao products = new ProductDao(dataSource);
    CartDao carts = new CartDao(dataSource);
    ShipmentDao shipments = new ShipmentDao();
    OrderDao orders = new OrderDao();
    CheckoutService checkout =
        new CheckoutService(
            dataSource, products, carts, orders, shipments, payments, orderEvents());
    ExecutorService reportThreads =
        Executors.newFixedThreadPool(2, task -> new Thread(task, "report"));
    opened.push(reportThreads::shutdown);

    ServletContext context = event.getServletContext();
    context.setAttribute("dataSource", dataSource);
    context.setAttribute("products", products);
    context.setAttribute("carts", carts);
    context.setAttribute("orders", orders);
    context.setAttribute("shipments", shipments);
    context.setAttribute("payments", payments);
    context.setAttribute("checkout", checkout);
    context.setAttribute("reportThreads", reportThreads);
  }

  private PaymentService payments() {
    if (!Settings.paymentUrl().isEmpty()) {
      HttpPaymentService payments = new HttpPaymentService(Settings.paymentUrl());
      opened.push(payments);
      return payments;
    }
    // A pool of its own: a checkout holds a connection while it pays, and with one shared pool
    // enough parallel checkouts would wait for each other for ever.
    Database database = Database.open("payment");
    opened.push(database);
    return new JdbcPaymentService(database.dataSource());
  }

  private OrderEvents orderEvents() {
    if (Settings.kafka().isEmpty()) {
      return (orderId, customer) -> {};
    }
    KafkaOrderEvents events = new KafkaOrderEvents(Settings.kafka(), Settings.topic());
    opened.push(events);
    return events;
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    closeAll();
  }

  private void closeAll() {
    while (!opened.isEmpty()) {
      AutoCloseable next = opened.pop();
      try {
        next.close();
      } catch (Exception e) {
        log.warn("{} did not close", next, e);
      }
    }
  }
}
