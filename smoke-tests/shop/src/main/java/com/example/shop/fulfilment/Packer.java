package com.example.shop.fulfilment;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for waiting orders once a second and ships them. */
class Packer {

  private static final Logger log = LoggerFactory.getLogger(Packer.class);

  private final DataSource dataSource;
  private final ShipmentDao shipments;
  private final ScheduledExecutorService clock;

  Packer(DataSource dataSource, ShipmentDao shipments) {
    this.dataSource = dataSource;
    this.shipments = shipments;
    this.clock = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "packer"));
  }

  void start() {
    clock.scheduleWithFixedDelay(this::pack, 0, 1, TimeUnit.SECONDS);
  }

  /** Never throws: the clock would not call again. */
  private void pack() {
    try (Connection connection = dataSource.getConnection()) {
      for (Long order : shipments.shipWaiting(connection)) {
        log.info("Order {} shipped", order);
      }
    } catch (SQLException | RuntimeException e) {
      log.error("Shipping failed, trying again", e);
    }
  }

  void stop() {
    clock.shutdownNow();
  }
}
