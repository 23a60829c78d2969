package io.obsagent.instrumentation.servlet;

import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.CharChunk;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * A request of Tomcat's connector. Its texts are bytes which Tomcat turns into strings when and as
 * it needs them: here they are copied, and nothing is left in them.
 */
final class TomcatAdapter extends ContainerAdapter<Request> {
  static final TomcatAdapter INSTANCE = new TomcatAdapter();

  /** {@code CoyoteAdapter.ADAPTER_NOTES}. */
  private static final int ADAPTER_NOTES = 1;

  private TomcatAdapter() {}

  /** The request has got as far as an application. */
  static boolean hasApplication(Request request) {
    Object note = request.getNote(ADAPTER_NOTES);
    return note instanceof org.apache.catalina.connector.Request
        && ((org.apache.catalina.connector.Request) note).getContext() != null;
  }

  /** {@code toString} would change the type of the bytes for whoever reads them next. */
  private static String text(MessageBytes text) {
    if (text == null) {
      return null;
    }
    switch (text.getType()) {
      case MessageBytes.T_STR:
        return text.getString();
      case MessageBytes.T_BYTES:
        ByteChunk bytes = text.getByteChunk();
        return new String(
            bytes.getBytes(), bytes.getStart(), bytes.getLength(), StandardCharsets.ISO_8859_1);
      case MessageBytes.T_CHARS:
        CharChunk chars = text.getCharChunk();
        return new String(chars.getBuffer(), chars.getStart(), chars.getLength());
      default:
        return null;
    }
  }

  @Override
  protected String parsedMethod(Request request) {
    return text(request.method());
  }

  @Override
  protected String parsedPath(Request request) {
    return text(request.requestURI());
  }

  @Override
  public String queryString(Request request) {
    return text(request.queryString());
  }

  @Override
  public String scheme(Request request) {
    String scheme = text(request.scheme());
    return scheme == null ? "http" : scheme;
  }

  @Override
  public String protocol(Request request) {
    return text(request.protocol());
  }

  /** The connection tells when asked, and the request keeps it until it is recycled. */
  @Override
  public String remoteAddress(Request request) {
    if (request.remoteAddr().getType() == MessageBytes.T_NULL) {
      request.action(ActionCode.REQ_HOST_ADDR_ATTRIBUTE, request);
    }
    return text(request.remoteAddr());
  }

  @Override
  public int remotePort(Request request) {
    request.action(ActionCode.REQ_REMOTEPORT_ATTRIBUTE, request);
    return request.getRemotePort();
  }

  @Override
  public String first(Request request, String name) {
    return text(request.getMimeHeaders().getValue(name));
  }

  @Override
  public Enumeration<String> all(Request request, String name) {
    return new Values(request, name);
  }

  /** The values of one header, in order. */
  private static final class Values implements Enumeration<String> {
    private final Request request;
    private final String name;
    private int next;

    Values(Request request, String name) {
      this.request = request;
      this.name = name;
      advance(0);
    }

    private void advance(int from) {
      int size = request.getMimeHeaders().size();
      next = from;
      while (next < size && !name.equalsIgnoreCase(text(request.getMimeHeaders().getName(next)))) {
        next++;
      }
    }

    @Override
    public boolean hasMoreElements() {
      return next < request.getMimeHeaders().size();
    }

    @Override
    public String nextElement() {
      String value = text(request.getMimeHeaders().getValue(next));
      advance(next + 1);
      return value;
    }
  }
}
