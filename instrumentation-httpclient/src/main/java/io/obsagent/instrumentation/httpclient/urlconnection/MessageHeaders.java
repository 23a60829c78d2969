package io.obsagent.instrumentation.httpclient.urlconnection;

import static java.lang.invoke.MethodType.methodType;

import io.obsagent.engine.propagation.HeaderReader;
import io.obsagent.engine.propagation.HeaderWriter;
import io.obsagent.weaving.ForeignMembers;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;

/**
 * {@code sun.net.www.MessageHeader}: the header lines of one request or response, present in every
 * JDK since 1.0 and for the JDK's own use. The public methods of {@code HttpURLConnection} would
 * not do: they refuse to set a header once connecting, and reading one of the response sends the
 * request.
 *
 * <p>Stateless; the lines have locks of their own, as {@code HttpURLConnection} has.
 */
final class MessageHeaders implements HeaderReader<Object>, HeaderWriter<Object> {
  static final MessageHeaders ACCESS = new MessageHeaders();

  private static final MethodHandle REQUESTS;
  private static final MethodHandle FIND;
  private static final MethodHandle ALL;
  private static final MethodHandle SET;
  private static final MethodHandle REMOVE;
  private static final MethodHandle VALUE_AT;

  static {
    try {
      Class<?> connection =
          Class.forName("sun.net.www.protocol.http.HttpURLConnection", false, null);
      Class<?> header = Class.forName("sun.net.www.MessageHeader", false, null);
      REQUESTS = ForeignMembers.getter(connection, "requests", header);
      FIND = ForeignMembers.method(header, "findValue", methodType(String.class, String.class));
      ALL =
          ForeignMembers.method(
              header, "multiValueIterator", methodType(Iterator.class, String.class));
      SET =
          ForeignMembers.method(header, "set", methodType(void.class, String.class, String.class));
      REMOVE = ForeignMembers.method(header, "remove", methodType(void.class, String.class));
      VALUE_AT = ForeignMembers.method(header, "getValue", methodType(String.class, int.class));
    } catch (ReflectiveOperationException unknownJdk) {
      throw new ExceptionInInitializerError(unknownJdk);
    }
  }

  private MessageHeaders() {}

  /** What a connection is about to send, or has sent. */
  static Object requestsOf(Object connection) {
    try {
      return (Object) REQUESTS.invokeExact(connection);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The status line of a response; null if there is none. */
  static String statusLine(Object responses) {
    try {
      return (String) VALUE_AT.invokeExact(responses, 0);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String first(Object headers, String name) {
    try {
      return (String) FIND.invokeExact(headers, name);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public Enumeration<String> all(Object headers, String name) {
    return first(headers, name) == null ? null : Collections.enumeration(list(headers, name));
  }

  List<String> list(Object headers, String name) {
    List<String> values = new ArrayList<>(2);
    try {
      Iterator<?> each = (Iterator<?>) ALL.invokeExact(headers, name);
      while (each.hasNext()) {
        values.add((String) each.next());
      }
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
    return values;
  }

  @Override
  public void set(Object headers, String name, String value) {
    if (first(headers, name) != null) {
      // The JDK's set would replace the last of several only.
      remove(headers, name);
    }
    try {
      SET.invokeExact(headers, name, value);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void remove(Object headers, String name) {
    try {
      REMOVE.invokeExact(headers, name);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
