package io.obsagent.instrumentation.httpclient;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A real HTTP/1.1 server, and beside it one over TLS with a certificate nobody trusts. What it does
 * is in the path:
 *
 * <ul>
 *   <li>{@code /ok}: 200 with {@code X-Answer: 42} and five bytes; the same for other paths
 *   <li>{@code /cached}: the same, which may be kept for a minute
 *   <li>{@code /status/404}: that status, with a body
 *   <li>{@code /redirect/2}: 302 to {@code /redirect/1} and so on, to {@code /ok}
 *   <li>{@code /unavailable-once/…}: 503 the first time that path is asked for
 *   <li>{@code /drop-once/…}: the connection is closed without an answer the first time
 *   <li>{@code /hang}: no answer until the server is {@linkplain #letGo told} so
 *   <li>{@code /bytes/1000000}: so many bytes
 *   <li>{@code /challenge}: 401 for Basic credentials, 200 with any
 * </ul>
 */
final class ContractServer implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static SSLContext tls;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer plain;
  private final HttpsServer secure;
  private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch arrivedAtHang = new CountDownLatch(1);

  /** A request as it arrived; names without regard to case. */
  record Received(String method, String path, Map<String, List<String>> headers, long bodyBytes) {
    List<String> all(String name) {
      return headers.entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .flatMap(entry -> entry.getValue().stream())
          .toList();
    }

    String only(String name) {
      List<String> values = all(name);
      if (values.size() != 1) {
        throw new AssertionError("one " + name + " expected, not " + values + " in " + this);
      }
      return values.get(0);
    }
  }

  ContractServer() throws Exception {
    plain = HttpServer.create(new InetSocketAddress((InetAddress) null, 0), 100);
    plain.createContext("/", this::handle);
    plain.setExecutor(threads);
    plain.start();
    secure = HttpsServer.create(new InetSocketAddress((InetAddress) null, 0), 100);
    secure.setHttpsConfigurator(new HttpsConfigurator(tls()));
    secure.createContext("/", this::handle);
    secure.setExecutor(threads);
    secure.start();
  }

  /** Self-signed, for localhost. */
  static synchronized SSLContext tls() throws Exception {
    if (tls == null) {
      Path file = Files.createTempDirectory(Path.of("target"), "tls").resolve("server.p12");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "server",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "SAN=dns:localhost,ip:127.0.0.1",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  "changeit",
                  "-keystore",
                  file.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD);
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      tls = SSLContext.getInstance("TLS");
      tls.init(keys.getKeyManagers(), null, null);
    }
    return tls;
  }

  int port() {
    return plain.getAddress().getPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  URI uri6(String path) {
    return URI.create("http://[::1]:" + port() + path);
  }

  URI uriTls(String path) {
    return URI.create("https://localhost:" + secure.getAddress().getPort() + path);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith("/drop-once/") && isFirst(path)) {
      note(exchange, 0);
      exchange.close();
      return;
    }
    long bytes = count(exchange.getRequestBody());
    note(exchange, bytes);
    exchange.getResponseHeaders().add("X-Answer", "42");
    exchange.getResponseHeaders().add("X-Auth-Token", "hush");
    if (path.startsWith("/status/")) {
      answer(exchange, Integer.parseInt(path.substring(8)), 5);
    } else if (path.startsWith("/redirect/")) {
      int left = Integer.parseInt(path.substring(10)) - 1;
      exchange.getResponseHeaders().add("Location", left == 0 ? "/ok" : "/redirect/" + left);
      answer(exchange, 302, 5);
    } else if (path.startsWith("/redirect-to/")) {
      String to = URLDecoder.decode(path.substring(13), StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Location", to);
      answer(exchange, 302, 0);
    } else if (path.startsWith("/unavailable-once/") && isFirst(path)) {
      exchange.getResponseHeaders().add("Retry-After", "0");
      answer(exchange, 503, 5);
    } else if (path.startsWith("/challenge")
        && exchange.getRequestHeaders().getFirst("Authorization") == null) {
      exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"contract\"");
      answer(exchange, 401, 5);
    } else if (path.equals("/hang")) {
      arrivedAtHang.countDown();
      awaitLetGo();
      answer(exchange, 200, 5);
    } else if (path.equals("/cached")) {
      exchange.getResponseHeaders().add("Cache-Control", "max-age=60");
      answer(exchange, 200, 5);
    } else if (path.startsWith("/bytes/")) {
      answer(exchange, 200, Long.parseLong(path.substring(7)));
    } else {
      answer(exchange, 200, 5);
    }
  }

  private boolean isFirst(String path) {
    return seen.computeIfAbsent(path, any -> new AtomicInteger()).getAndIncrement() == 0;
  }

  private void note(HttpExchange exchange, long bytes) {
    received.add(
        new Received(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            Map.copyOf(exchange.getRequestHeaders()),
            bytes));
  }

  private static long count(InputStream body) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long bytes = 0;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      bytes += read;
    }
    return bytes;
  }

  private static void answer(HttpExchange exchange, int status, long bytes) throws IOException {
    boolean bodyless =
        exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304 || bytes == 0;
    exchange.sendResponseHeaders(status, bodyless ? -1 : bytes);
    if (!bodyless) {
      byte[] chunk = new byte[(int) Math.min(bytes, 64 << 10)];
      try (OutputStream body = exchange.getResponseBody()) {
        for (long left = bytes; left > 0; left -= chunk.length) {
          body.write(chunk, 0, (int) Math.min(left, chunk.length));
        }
      }
    }
    exchange.close();
  }

  private void awaitLetGo() {
    try {
      if (!hanging.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody let the hanging request go");
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** A request is at {@code /hang}. */
  void awaitHanging() throws InterruptedException {
    if (!arrivedAtHang.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("no request came to /hang");
    }
  }

  void letGo() {
    hanging.countDown();
  }

  /** All requests so far, in the order of their arrival. */
  List<Received> received() {
    return received;
  }

  Received only() {
    if (received.size() != 1) {
      throw new AssertionError("one request expected, not " + received);
    }
    return received.get(0);
  }

  @Override
  public void close() {
    letGo();
    plain.stop(0);
    secure.stop(0);
    threads.shutdownNow();
  }
}
