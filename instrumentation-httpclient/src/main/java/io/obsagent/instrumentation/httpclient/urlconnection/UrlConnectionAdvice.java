package io.obsagent.instrumentation.httpclient.urlconnection;

import java.net.HttpURLConnection;
import net.bytebuddy.asm.Advice;

/** What is woven into {@code sun.net.www.protocol.http.HttpURLConnection} and beside it. */
public final class UrlConnectionAdvice {
  private UrlConnectionAdvice() {}

  private static Object enter(Object connection) {
    UrlConnectionState state = UrlConnectionState.of(connection);
    state.enter();
    return state;
  }

  /** {@code connect()}. */
  public static final class Connect {
    private Connect() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object connection) {
      return UrlConnectionAdvice.enter(connection);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object connection,
        @Advice.Enter Object state,
        @Advice.Thrown(readOnly = true) Throwable thrown) {
      if (state != null) {
        ((UrlConnectionState) state).leaveConnect((HttpURLConnection) connection, thrown);
      }
    }
  }

  /** {@code getOutputStream()}: the request has begun, and waits for its body. */
  public static final class Output {
    private Output() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object connection) {
      return UrlConnectionAdvice.enter(connection);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object connection,
        @Advice.Enter Object state,
        @Advice.Thrown(readOnly = true) Throwable thrown) {
      if (state != null) {
        ((UrlConnectionState) state).leave((HttpURLConnection) connection, thrown, true);
      }
    }
  }

  /** {@code getInputStream()}, which everything that asks for the answer comes to. */
  public static final class Input {
    private Input() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object connection) {
      return UrlConnectionAdvice.enter(connection);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object connection,
        @Advice.Enter Object state,
        @Advice.Thrown(readOnly = true) Throwable thrown) {
      if (state != null) {
        ((UrlConnectionState) state).leave((HttpURLConnection) connection, thrown, false);
      }
    }
  }

  /** {@code writeRequests()}, private: each time the head of a request goes out. */
  public static final class WriteRequests {
    private WriteRequests() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object connection) {
      UrlConnectionState.of(connection).writing((HttpURLConnection) connection);
    }
  }

  /** {@code doTunneling()}: what a proxy answers to CONNECT is no answer to the request. */
  public static final class Tunnel {
    private Tunnel() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object connection) {
      UrlConnectionState state = UrlConnectionState.of(connection);
      state.tunneling(true);
      return state;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object state) {
      if (state != null) {
        ((UrlConnectionState) state).tunneling(false);
      }
    }
  }

  /** {@code disconnect()}. */
  public static final class Disconnect {
    private Disconnect() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object connection) {
      UrlConnectionState state = UrlConnectionState.ifAny(connection);
      if (state != null) {
        state.disconnected();
      }
    }
  }

  private static void read(Object responses, Object connection) {
    UrlConnectionState state = UrlConnectionState.ifAny(connection);
    if (state != null) {
      state.read((HttpURLConnection) connection, responses);
    }
  }

  /** {@code HttpClient.parseHTTP(MessageHeader, HttpURLConnection)}. */
  public static final class Parse {
    private Parse() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
        @Advice.Argument(0) Object responses, @Advice.Argument(1) Object connection) {
      read(responses, connection);
    }
  }

  /** {@code HttpClient.parseHTTP(MessageHeader, ProgressSource, HttpURLConnection)}, to Java 20. */
  public static final class ParseWithProgress {
    private ParseWithProgress() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(
        @Advice.Argument(0) Object responses, @Advice.Argument(2) Object connection) {
      read(responses, connection);
    }
  }
}
