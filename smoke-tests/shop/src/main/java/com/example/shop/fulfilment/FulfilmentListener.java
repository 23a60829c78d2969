package com.example.shop.fulfilment;

import com.example.shop.common.Database;
import java.sql.SQLException;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;

/** Wires the fulfilment web application and starts its packer. */
public class FulfilmentListener implements ServletContextListener {

  private Database database;
  private Packer packer;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    database = Database.open("fulfilment");
    try {
      database.createSchema();
    } catch (SQLException e) {
      database.close();
      throw new IllegalStateException("The database is not usable", e);
    }
    ShipmentDao shipments = new ShipmentDao();
    ServletContext context = event.getServletContext();
    context.setAttribute("dataSource", database.dataSource());
    context.setAttribute("shipments", shipments);
    packer = new Packer(database.dataSource(), shipments);
    packer.start();
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (packer != null) {
      packer.stop();
    }
    if (database != null) {
      database.close();
    }
  }
}
