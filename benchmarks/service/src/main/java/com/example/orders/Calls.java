package com.example.orders;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;

/** Calls of the service to itself, with the old client and with the new one. */
final class Calls {
  private final CloseableHttpClient old =
      HttpClients.custom().setMaxConnPerRoute(64).setMaxConnTotal(64).build();
  private final HttpClient modern =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private volatile String target;

  void listeningOn(int port) {
    target = "http://127.0.0.1:" + port + "/plain";
  }

  String byApache() throws IOException {
    try (CloseableHttpResponse response = old.execute(new HttpGet(target))) {
      return EntityUtils.toString(response.getEntity());
    }
  }

  String byJdk() throws IOException {
    try {
      return modern
          .send(
              HttpRequest.newBuilder(URI.create(target)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
