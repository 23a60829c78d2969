package com.example.apache4;

import io.obsagent.instrumentation.httpclient.AsyncHttpClientDriver;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;

/** {@code HttpAsyncClients.custom()} of HttpAsyncClient 4, whose answers are kept in memory. */
public final class AsyncClientDriver implements AsyncHttpClientDriver {
  private final CloseableHttpAsyncClient client =
      HttpAsyncClients.custom().setMaxConnPerRoute(8).build();

  public AsyncClientDriver() {
    client.start();
  }

  private static HttpRequestBase request(Outgoing outgoing) {
    HttpRequestBase request = Requests.of(outgoing);
    request.setConfig(
        RequestConfig.custom().setSocketTimeout((int) outgoing.timeout.toMillis()).build());
    return request;
  }

  @Override
  public Sender prepare(Outgoing outgoing) {
    HttpRequestBase request = request(outgoing);
    return () -> {
      try {
        return Requests.answer(outgoing, client.execute(request, null).get());
      } catch (ExecutionException failed) {
        throw (Exception) failed.getCause();
      }
    };
  }

  @Override
  public Pending start(Outgoing outgoing, Callback callback) {
    Future<HttpResponse> future =
        client.execute(
            request(outgoing),
            new FutureCallback<HttpResponse>() {
              @Override
              public void completed(HttpResponse response) {
                callback.done(response.getStatusLine().getStatusCode(), null);
              }

              @Override
              public void failed(Exception thrown) {
                callback.done(-1, thrown);
              }

              @Override
              public void cancelled() {
                callback.done(-1, new CancellationException());
              }
            });
    return () -> future.cancel(true);
  }

  /** It connects again before it asks for the next request. */
  @Override
  public boolean showsFailedRedirects() {
    return false;
  }

  @Override
  public void close() throws Exception {
    client.close();
  }
}
