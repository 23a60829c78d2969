package com.example.threads;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ten thousand virtual threads at once, every one with a request of its own, a query, and a call by
 * one of the JDK's two HTTP clients; half of them hand the work to a further virtual thread.
 */
public final class VirtualLoadApplication {
  private static final int THREADS = 10_000;

  /** As a connection pool would, this makes threads wait for each other. */
  private static final Semaphore CONNECTIONS = new Semaphore(50);

  private static final AtomicInteger DONE = new AtomicInteger();
  private static final AtomicInteger WRONG = new AtomicInteger();
  private static final CountDownLatch OPEN = new CountDownLatch(THREADS);

  private static HttpClient client;
  private static URI uri;

  private VirtualLoadApplication() {}

  public static void main(String[] arguments) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10_000);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = "fine".getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, answer.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer);
          }
        });
    server.start();
    uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    client = HttpClient.newHttpClient();
    try (Connection keepsTheDatabase = DriverManager.getConnection("jdbc:h2:mem:load")) {
      ExecutorService threads = FurtherWays.virtualThreadPerTask();
      for (int i = 0; i < THREADS; i++) {
        Object request = AgentView.request(i + 1);
        boolean further = i % 2 == 0;
        boolean modern = i % 4 < 2;
        threads.execute(
            () -> {
              AgentView.makeCurrent(request);
              try {
                if (further) {
                  threads.execute(() -> work(request, modern));
                } else {
                  work(request, modern);
                }
              } finally {
                AgentView.makeCurrent(AgentView.ROOT);
              }
            });
      }
      OPEN.await();
      if (keepsTheDatabase.isClosed()) {
        throw new IllegalStateException();
      }
    }
    System.out.println("done: " + DONE + ", in the wrong request: " + WRONG);
    System.exit(0);
  }

  private static void work(Object request, boolean modern) {
    try {
      CONNECTIONS.acquire();
      try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:load");
          Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("select 1")) {
        result.next();
        check(request);
        if (modern) {
          client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } else {
          HttpURLConnection call = (HttpURLConnection) uri.toURL().openConnection();
          call.getInputStream().readAllBytes();
        }
        check(request);
        DONE.incrementAndGet();
      } finally {
        CONNECTIONS.release();
      }
    } catch (Exception failed) {
      failed.printStackTrace();
    } finally {
      OPEN.countDown();
    }
  }

  private static void check(Object request) {
    if (AgentView.current() != request) {
      WRONG.incrementAndGet();
    }
  }
}
