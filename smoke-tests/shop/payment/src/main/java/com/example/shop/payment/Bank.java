package com.example.shop.payment;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The bank, asked in the way of the JDK. */
class Bank {

  private static final Logger log = LogManager.getLogger(Bank.class);

  private static final int PATIENCE_MILLIS = 10_000;

  private final Supplier<String> url;

  Bank(Supplier<String> url) {
    this.url = url;
  }

  /** Whether there is money on the account. */
  boolean authorises(String card, int amountCents) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) new URL(url.get() + "/authorise").openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    connection.setDoOutput(true);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
    try (OutputStream form = connection.getOutputStream()) {
      String fields = "card=" + card + "&amount=" + amountCents;
      form.write(fields.getBytes(StandardCharsets.US_ASCII));
    }
    byte[] answer = new byte[3];
    try (InputStream body = connection.getInputStream()) {
      int length = Math.max(0, body.read(answer));
      boolean yes = "yes".equals(new String(answer, 0, length, StandardCharsets.US_ASCII));
      log.info("The bank says {}", yes ? "yes" : "no");
      return yes;
    }
  }
}
