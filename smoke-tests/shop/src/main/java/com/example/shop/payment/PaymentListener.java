package com.example.shop.payment;

import com.example.shop.common.Database;
import java.sql.SQLException;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;

/** Wires the payment web application. */
public class PaymentListener implements ServletContextListener {

  private Database database;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    database = Database.open("payment");
    try {
      database.createSchema();
    } catch (SQLException e) {
      database.close();
      throw new IllegalStateException("The database is not usable", e);
    }
    ServletContext context = event.getServletContext();
    context.setAttribute("dataSource", database.dataSource());
    context.setAttribute("payments", new JdbcPaymentService(database.dataSource()));
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (database != null) {
      database.close();
    }
  }
}
