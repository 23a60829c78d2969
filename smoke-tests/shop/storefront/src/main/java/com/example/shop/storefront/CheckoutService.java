package com.example.shop.storefront;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an order of a cart, in one transaction: all of it or nothing. */
class CheckoutService {

  private static final Logger log = LoggerFactory.getLogger(CheckoutService.class);

  private final DataSource dataSource;
  private final ProductDao products;
  private final CartDao carts;
  private final OrderDao orders;
  private final ShipmentDao shipments;
  private final PaymentService payments;
  private final OrderEvents events;

  CheckoutService(
      DataSource dataSource,
      ProductDao products,
      CartDao carts,
      OrderDao orders,
      ShipmentDao shipments,
      PaymentService payments,
      OrderEvents events) {
    this.dataSource = dataSource;
    this.products = products;
    this.carts = carts;
    this.orders = orders;
    this.shipments = shipments;
    this.payments = payments;
    this.events = events;
  }

  long checkout(String customer, String card)
      throws SQLException, IOException, PaymentDeclinedException, CheckoutRefusedException {
    long orderId = placeOrder(customer, card);
    log.info("Order {} placed by {}", orderId, customer);
    events.placed(orderId, customer);
    return orderId;
  }

  private long placeOrder(String customer, String card)
      throws SQLException, IOException, PaymentDeclinedException, CheckoutRefusedException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      boolean committed = false;
      try {
        long orderId = placeOrder(connection, customer, card);
        connection.commit();
        committed = true;
        return orderId;
      } finally {
        if (!committed) {
          connection.rollback();
        }
      }
    }
  }

  private long placeOrder(Connection connection, String customer, String card)
      throws SQLException, IOException, PaymentDeclinedException, CheckoutRefusedException {
    List<CartLine> lines = carts.find(connection, customer);
    if (lines.isEmpty()) {
      throw new CheckoutRefusedException("Your cart is empty");
    }
    int total = 0;
    for (CartLine line : lines) {
      String sku = line.getProduct().getSku();
      if (products.lockStock(connection, sku) < line.getQuantity()) {
        throw new CheckoutRefusedException("Not enough of " + line.getProduct().getName());
      }
      products.takeFromStock(connection, sku, line.getQuantity());
      total += line.getTotalCents();
    }
    long orderId = orders.insert(connection, customer, total);
    orders.insertLines(connection, orderId, lines);
    carts.clear(connection, customer);
    payments.charge(orderId, total, card);
    shipments.enqueue(connection, orderId);
    return orderId;
  }
}
