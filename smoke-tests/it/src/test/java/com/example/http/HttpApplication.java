package com.example.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Asks a server in its own process, with each of the JDK's clients, what {@code traceparent} it
 * received, and prints the answers. As an agent it makes sure that both clients are loaded.
 */
public final class HttpApplication {
  private HttpApplication() {}

  /** Put before another agent, so that what that one weaves has been loaded before it. */
  public static void premain(String arguments, Instrumentation instrumentation) throws Exception {
    URI nowhere = URI.create("http://127.0.0.1:1/");
    nowhere.toURL().openConnection();
    Class.forName("sun.net.www.http.HttpClient");
    HttpClient.newHttpClient();
  }

  public static void main(String[] args) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext("/", HttpApplication::answer);
    server.setExecutor(threads);
    server.start();
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    System.out.println("HttpURLConnection " + byUrlConnection(base + "/redirect"));
    HttpClient client = HttpClient.newBuilder().executor(threads).build();
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/send")).build();
    System.out.println("send " + client.send(request, BodyHandlers.ofString()).body());
    request = HttpRequest.newBuilder(URI.create(base + "/sendAsync")).build();
    System.out.println(
        "sendAsync "
            + client
                .sendAsync(request, BodyHandlers.ofString())
                .thenApply(HttpResponse::body)
                .get());
    server.stop(0);
    threads.shutdown();
  }

  private static String byUrlConnection(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    try (InputStream body = connection.getInputStream()) {
      return new String(body.readAllBytes());
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/redirect")) {
      exchange.getResponseHeaders().add("Location", "/redirected");
      exchange.sendResponseHeaders(302, -1);
    } else {
      List<String> received = exchange.getRequestHeaders().get("traceparent");
      byte[] body = String.valueOf(received).getBytes();
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}
