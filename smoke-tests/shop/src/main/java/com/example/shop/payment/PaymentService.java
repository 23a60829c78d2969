package com.example.shop.payment;

import java.sql.SQLException;

/** Takes the money. The storefront knows only this, wherever the payment system runs. */
public interface PaymentService {

  /**
   * @return the number of the payment
   * @throws PaymentDeclinedException the bank said no in a polite way
   * @throws SQLException anything else
   */
  long charge(long orderId, int amountCents, String card)
      throws PaymentDeclinedException, SQLException;
}
