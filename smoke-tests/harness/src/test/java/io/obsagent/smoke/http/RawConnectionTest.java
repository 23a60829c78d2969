package io.obsagent.smoke.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RawConnectionTest {

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestURI().toString().getBytes(StandardCharsets.UTF_8);
          boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
          exchange.sendResponseHeaders(200, chunked ? 0 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void severalRequestsAtOnceAreAnsweredInOrder() throws IOException {
    try (RawConnection connection = RawConnection.open(server.getAddress().getPort())) {
      connection.send(
          """
          GET /first HTTP/1.1
          Host: x

          GET /chunked HTTP/1.1
          Host: x

          GET /last HTTP/1.1
          Host: x

          """);

      assertThat(connection.receive().body()).isEqualTo("/first");
      RawResponse chunked = connection.receive();
      assertThat(chunked.body()).isEqualTo("/chunked");
      assertThat(chunked.header("Transfer-Encoding")).contains("chunked");
      assertThat(connection.receive().body()).isEqualTo("/last");
    }
  }

  @Test
  void http10EndsWithTheConnection() throws IOException {
    try (RawConnection connection = RawConnection.open(server.getAddress().getPort())) {
      connection.send("GET /old HTTP/1.0\n\n");

      assertThat(connection.receive().body()).isEqualTo("/old");
    }
  }

  @Test
  void aServerThatHangsUpIsNotWaitedFor() throws IOException {
    try (RawConnection connection = RawConnection.open(server.getAddress().getPort())) {
      connection.finishSending();

      assertThatThrownBy(connection::receive).isInstanceOf(EOFException.class);
    }
  }
}
