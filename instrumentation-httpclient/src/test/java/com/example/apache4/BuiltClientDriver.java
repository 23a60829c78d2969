package com.example.apache4;

import io.obsagent.instrumentation.httpclient.HttpClientDriver;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/** {@code HttpClients.createDefault()}: the way from 4.3 on. */
public final class BuiltClientDriver implements HttpClientDriver {
  private final CloseableHttpClient client = HttpClients.custom().setMaxConnPerRoute(8).build();

  @Override
  public Sender prepare(Outgoing outgoing) {
    HttpRequestBase request = Requests.of(outgoing);
    request.setConfig(
        RequestConfig.custom().setSocketTimeout((int) outgoing.timeout.toMillis()).build());
    return () -> Requests.answer(outgoing, client.execute(request));
  }

  @Override
  public boolean retries() {
    return true;
  }

  @Override
  public boolean showsRetries() {
    return true;
  }

  @Override
  public void close() throws Exception {
    client.close();
  }
}
