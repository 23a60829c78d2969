package io.obsagent.instrumentation.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The servlet mappings in a {@code web.xml}: before Servlet 3.0 that is where all of them are, and
 * no API tells them. Read by hand, since an XML parser of the application's could go and fetch the
 * DTD. Immutable; it holds texts only.
 */
public final class DeploymentDescriptor {
  /** More is no {@code web.xml}. */
  private static final int MAX_BYTES = 4 << 20;

  /** Says nothing. */
  public static final DeploymentDescriptor NONE = new DeploymentDescriptor("");

  private final Map<String, List<String>> patterns = new HashMap<>();

  private DeploymentDescriptor(String xml) {
    String text = withoutComments(xml);
    int at = text.indexOf("<servlet-mapping");
    while (at >= 0) {
      int end = text.indexOf("</servlet-mapping", at);
      if (end < 0) {
        return;
      }
      add(text.substring(at, end));
      at = text.indexOf("<servlet-mapping", end);
    }
  }

  private void add(String mapping) {
    String name = element(mapping, "servlet-name", 0);
    if (name == null) {
      return;
    }
    List<String> all = patterns.get(name);
    if (all == null) {
      all = new ArrayList<>(1);
      patterns.put(name, all);
    }
    int at = mapping.indexOf("<url-pattern");
    while (at >= 0) {
      String pattern = element(mapping, "url-pattern", at);
      if (pattern != null) {
        all.add(pattern);
      }
      at = mapping.indexOf("<url-pattern", at + 1);
    }
  }

  /** The text of the first such element from there, trimmed; null if there is none. */
  private static String element(String xml, String name, int from) {
    int tag = xml.indexOf('<' + name, from);
    int begin = tag < 0 ? -1 : xml.indexOf('>', tag);
    int end = begin < 0 ? -1 : xml.indexOf("</" + name, begin);
    return end < 0 ? null : xml.substring(begin + 1, end).trim().replace("&amp;", "&");
  }

  private static String withoutComments(String xml) {
    StringBuilder rest = new StringBuilder(xml.length());
    int at = 0;
    for (int begin = xml.indexOf("<!--"); begin >= 0; begin = xml.indexOf("<!--", at)) {
      rest.append(xml, at, begin);
      int end = xml.indexOf("-->", begin + 4);
      if (end < 0) {
        return rest.toString();
      }
      at = end + 3;
    }
    return rest.append(xml, at, xml.length()).toString();
  }

  /**
   * Reads and closes the stream.
   *
   * @param xml null if there is none
   */
  public static DeploymentDescriptor read(InputStream xml) throws IOException {
    if (xml == null) {
      return NONE;
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] block = new byte[8192];
      for (int n = xml.read(block); n >= 0 && bytes.size() < MAX_BYTES; n = xml.read(block)) {
        bytes.write(block, 0, n);
      }
      return new DeploymentDescriptor(new String(bytes.toByteArray(), StandardCharsets.UTF_8));
    } finally {
      xml.close();
    }
  }

  /** The patterns of the servlet of that name; empty if it has none here. */
  public List<String> patternsOf(String servletName) {
    List<String> found = patterns.get(servletName);
    return found == null ? Collections.<String>emptyList() : found;
  }
}
