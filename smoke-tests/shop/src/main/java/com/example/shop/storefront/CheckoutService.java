package com.example.shop.storefront;

import com.example.shop.fulfilment.ShipmentDao;
import com.example.shop.payment.PaymentDeclinedException;
import com.example.shop.payment.PaymentService;
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

  CheckoutService(
      DataSource dataSource,
      ProductDao products,
      CartDao carts,
      OrderDao orders,
      ShipmentDao shipments,
      PaymentService payments) {
    this.dataSource = dataSource;
    this.products = products;
    this.carts = carts;
    this.orders = orders;
    this.shipments = shipments;
    this.payments = payments;
  }

  long checkout(String customer, String card)
      throws SQLException, PaymentDeclinedException, CheckoutRefusedException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      boolean committed = false;
      try {
        long orderId = placeOrder(connection, customer, card);
        connection.commit();
        committed = true;
        log.info("Order {} placed by {}", orderId, customer);
        return orderId;
      } finally {
        if (!committed) {
          connection.rollback();
        }
      }
    }
  }

  private long placeOrder(Connection connection, String customer, String card)
      throws SQLException, PaymentDeclinedException, CheckoutRefusedException {
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
