package com.example.shop.storefront;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.http.NameValuePair;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.entity.UrlEncodedFormEntity;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.message.BasicNameValuePair;
import org.apache.http.util.EntityUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the payment system over HTTP, on threads of its own so that a slow one can be given up. */
class HttpPaymentService implements PaymentService, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HttpPaymentService.class);

  private static final int OK = 200;
  private static final int PAYMENT_REQUIRED = 402;
  private static final int PATIENCE_SECONDS = 20;
  private static final int THREADS = 16;

  private final String url;
  private final CloseableHttpClient client;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, task -> new Thread(task, "payment"));

  HttpPaymentService(String url) {
    this.url = url;
    RequestConfig patience =
        RequestConfig.custom()
            .setConnectTimeout(PATIENCE_SECONDS * 1000)
            .setConnectionRequestTimeout(PATIENCE_SECONDS * 1000)
            .setSocketTimeout(PATIENCE_SECONDS * 1000)
            .build();
    this.client =
        HttpClients.custom()
            .setMaxConnPerRoute(THREADS)
            .setMaxConnTotal(THREADS)
            .setDefaultRequestConfig(patience)
            .build();
  }

  @Override
  public long charge(final long orderId, final int amountCents, final String card)
      throws PaymentDeclinedException, IOException {
    HttpPost request = new HttpPost(url + "/charge");
    request.setEntity(
        new UrlEncodedFormEntity(
            Arrays.<NameValuePair>asList(
                new BasicNameValuePair("order", Long.toString(orderId)),
                new BasicNameValuePair("amount", Integer.toString(amountCents)),
                new BasicNameValuePair("card", card)),
            StandardCharsets.UTF_8));
    Answer answer = ask(request);
    if (answer.status == PAYMENT_REQUIRED) {
      throw new PaymentDeclinedException(answer.body);
    }
    return Long.parseLong(answer.successful().body);
  }

  @Override
  public String acceptedCards(String currency) throws IOException {
    return ask(new HttpGet(url + "/cards?currency=" + URLEncoder.encode(currency, "UTF-8")))
        .successful()
        .body;
  }

  private Answer ask(final HttpUriRequest request) throws IOException {
    Future<Answer> answer =
        threads.submit(
            new Callable<Answer>() {
              @Override
              public Answer call() throws IOException {
                try (CloseableHttpResponse response = client.execute(request)) {
                  int status = response.getStatusLine().getStatusCode();
                  log.info("The payment system answered {}", status);
                  return new Answer(status, EntityUtils.toString(response.getEntity()).trim());
                }
              }
            });
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("The payment system cannot be reached", e.getCause());
    } catch (TimeoutException e) {
      request.abort();
      throw new IOException("The payment system takes too long", e);
    } catch (InterruptedException e) {
      request.abort();
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while paying", e);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      client.close();
    } catch (IOException e) {
      log.warn("The connections to the payment system did not close", e);
    }
  }

  private static final class Answer {
    final int status;
    final String body;

    Answer(int status, String body) {
      this.status = status;
      this.body = body;
    }

    Answer successful() throws IOException {
      if (status != OK) {
        throw new IOException("The payment system answered " + status);
      }
      return this;
    }
  }
}
