package io.obsagent.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.health.AgentHealth;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Well-behaved visitors and the other ones. */
@Timeout(60)
class LocalServerTest {
  private static final String FAULTS = "test.page_faults";
  private static final String LARGE = "x".repeat(8 << 20);

  private static final long PATIENCE_NANOS = 2_000_000_000L;

  private LocalServer server;
  private Thread thread;

  @BeforeEach
  void start() throws IOException {
    server = LocalServer.open("127.0.0.1", 0, new Echo(), FAULTS, PATIENCE_NANOS);
    thread =
        new Thread(
            () -> {
              while (server.isOpen()) {
                server.turn(60_000);
              }
            });
    thread.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.close();
    thread.join();
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String answer(String request) throws IOException {
    try (Socket socket = connect()) {
      send(socket, request);
      return rest(socket);
    }
  }

  @Test
  void aRequestIsAnsweredAndTheConnectionClosed() throws IOException {
    assertThat(answer("GET /a/b?x=1&y=2 HTTP/1.1\r\nHost: h\r\nX-One:  1 \r\n\r\n"))
        .isEqualTo(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 18\r\n"
                + "X-Two: 2\r\nConnection: close\r\n\r\nGET /a/b 2 1 ü []");
  }

  @Test
  void headHasNoBody() throws IOException {
    assertThat(answer("HEAD /a?y= HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK")
        .endsWith("\r\n\r\n");
  }

  @Test
  void whatComesInPiecesIsPutTogether() throws IOException {
    try (Socket socket = connect()) {
      for (String piece :
          "PUT |/a |HTTP/1.1\r|\nContent-Length: 1|0\r\n|\r|\n012|345678|9".split("\\|")) {
        send(socket, piece);
      }
      assertThat(rest(socket)).endsWith("PUT /a null null ü [0123456789]");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense, 400",
    "GET a HTTP/1.1, 400",
    "GET / HTTP/2, 400",
    "GET http://other/ HTTP/1.1, 400",
    "'PUT /a HTTP/1.1\r\nContent-Length: -1', 400",
    "'PUT /a HTTP/1.1\r\nContent-Length: x', 400",
    "'PUT /a HTTP/1.1\r\nContent-Length: 65537', 413",
    "'PUT /a HTTP/1.1\r\nContent-Length: 99999999999', 413",
    "'PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked', 411",
    "GET /fault HTTP/1.1, 500",
  })
  void whatCannotBeServedIsToldSo(String head, String status) throws IOException {
    assertThat(answer(head + "\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aHugeHeadIsRefusedAndTheRefusalArrives() throws IOException {
    assertThat(answer("GET / HTTP/1.1\r\nX: " + "x".repeat(60_000)))
        .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n");
  }

  @Test
  void aHugeBodyIsNotRead() throws IOException {
    try (Socket socket = connect()) {
      send(socket, "PUT /a HTTP/1.1\r\nContent-Length: 900000000\r\n\r\n");
      assertThat(rest(socket)).startsWith("HTTP/1.1 413 ");
      // Whoever goes on sending all the same is cut off.
      byte[] more = new byte[1 << 16];
      try {
        for (int i = 0; i < 10_000; i++) {
          socket.getOutputStream().write(more);
        }
        throw new AssertionError("600 MB were taken");
      } catch (SocketException cut) {
        assertThat(cut).isNotNull();
      }
    }
  }

  /** More of them than there may be connections; each sends the beginning of a request. */
  @Test
  void whoeverHoldsConnectionsOpenHoldsNobodyOff() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 3 * LocalServer.MAX_CONNECTIONS; i++) {
        Socket socket = connect();
        slow.add(socket);
        send(socket, "GET / HTTP/1.1\r\nX: ");
        if (i % 10 == 0) {
          assertThat(answer("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        }
      }
      // The first ones had to go.
      assertThat(slow.get(0).getInputStream().read()).isEqualTo(-1);
    } finally {
      for (Socket each : slow) {
        each.close();
      }
    }
  }

  /** It has so long in all, not for each byte. */
  @Test
  void whoeverSendsAByteNowAndThenIsCutOff() throws Exception {
    long began = System.nanoTime();
    try (Socket socket = connect()) {
      socket.setSoTimeout(200);
      InputStream in = socket.getInputStream();
      int read = 0;
      while (read >= 0) {
        try {
          send(socket, "x");
          read = in.read();
        } catch (java.net.SocketTimeoutException nothingYet) {
          assertThat(System.nanoTime() - began).isLessThan(50_000_000_000L);
        } catch (SocketException reset) {
          read = -1;
        }
      }
    }
  }

  @Test
  void aReaderThatStopsReadingHoldsNobody() throws IOException {
    try (Socket lazy = connect()) {
      send(lazy, "GET /large HTTP/1.1\r\n\r\n");
      assertThat(lazy.getInputStream().read()).isEqualTo('H');
      for (int i = 0; i < 3; i++) {
        assertThat(answer("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      }
      assertThat(rest(lazy)).endsWith(LARGE);
    }
  }

  @Test
  void interruptingTheThreadDoesNotCloseIt() throws Exception {
    thread.interrupt();
    assertThat(answer("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void faultsOfThePageAreCounted() throws IOException {
    long before = AgentHealth.get(FAULTS);
    answer("GET /fault HTTP/1.1\r\n\r\n");
    assertThat(AgentHealth.get(FAULTS) - before).isEqualTo(1);
  }

  @Test
  void closingEndsConnectionsToo() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (Socket socket = connect()) {
      send(socket, "GET ");
      asked.countDown();
      server.close();
      thread.join();
      assertThat(rest(socket)).isEmpty();
    } catch (SocketException neverAccepted) {
      assertThat(server.isOpen()).isFalse();
    }
  }

  private static final class Echo implements Site {
    @Override
    public Response answer(Request request) {
      switch (request.path()) {
        case "/large":
          return new Response("200 OK", "text/plain", LARGE);
        case "/fault":
          throw new IllegalStateException("on purpose");
        default:
          String body =
              request.method()
                  + " "
                  + request.path()
                  + " "
                  + request.parameter("y")
                  + " "
                  + request.header("x-one")
                  + " ü ["
                  + request.body()
                  + "]";
          return new Response("200 OK", "text/plain", body).with("X-Two", "2");
      }
    }

    @Override
    public Response refuse(String status) {
      return new Response(status, "text/plain", "");
    }
  }
}
