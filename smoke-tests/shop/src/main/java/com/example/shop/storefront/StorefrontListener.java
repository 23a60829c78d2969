package com.example.shop.storefront;

import com.example.shop.common.Database;
import com.example.shop.fulfilment.ShipmentDao;
import com.example.shop.payment.JdbcPaymentService;
import com.example.shop.payment.PaymentService;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import javax.sql.DataSource;

/** Wires the storefront: pools, DAOs, services, all found by the servlets in the context. */
public class StorefrontListener implements ServletContextListener {

  private Database database;
  private Database paymentDatabase;
  private ExecutorService reportThreads;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    database = Database.open("storefront");
    try {
      database.createSchema();
    } catch (SQLException e) {
      database.close();
      throw new IllegalStateException("The database is not usable", e);
    }
    // A pool of its own: a checkout holds a connection while it pays, and with one shared pool
    // enough parallel checkouts would wait for each other for ever.
    paymentDatabase = Database.open("payment");
    reportThreads = Executors.newFixedThreadPool(2, task -> new Thread(task, "report"));

    DataSource dataSource = database.dataSource();
    PaymentService payments = new JdbcPaymentService(paymentDatabase.dataSource());
    ProductDao products = new ProductDao(dataSource);
    CartDao carts = new CartDao(dataSource);
    ShipmentDao shipments = new ShipmentDao();
    OrderDao orders = new OrderDao();

    ServletContext context = event.getServletContext();
    context.setAttribute("dataSource", dataSource);
    context.setAttribute("products", products);
    context.setAttribute("carts", carts);
    context.setAttribute("orders", orders);
    context.setAttribute("shipments", shipments);
    context.setAttribute(
        "checkout", new CheckoutService(dataSource, products, carts, orders, shipments, payments));
    context.setAttribute("reportThreads", reportThreads);
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (reportThreads != null) {
      reportThreads.shutdown();
    }
    if (paymentDatabase != null) {
      paymentDatabase.close();
    }
    if (database != null) {
      database.close();
    }
  }
}
