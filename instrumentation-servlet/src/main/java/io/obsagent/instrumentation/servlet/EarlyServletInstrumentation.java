package io.obsagent.instrumentation.servlet;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * Filters and servlets of {@code javax.servlet} 2.3 to 2.5, which know no asynchronous requests and
 * whose responses do not tell their status: it is observed as it is set.
 */
public final class EarlyServletInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "servlet.javax";
  }

  /** Came with 3.0, for which there is {@link JavaxServletInstrumentation}. */
  @Override
  public String onlyWithout() {
    return "javax.servlet.AsyncContext";
  }

  @Override
  public void describe(Targets targets) {
    String inAndOut = "(Ljavax/servlet/ServletRequest;Ljavax/servlet/ServletResponse;";
    targets
        .subtypesOf("javax.servlet.Servlet")
        .method("service", inAndOut + ")V", EarlyServletAdvice.class)
        .state("servlet.mappings");
    targets
        .subtypesOf("javax.servlet.Filter")
        .method("doFilter", inAndOut + "Ljavax/servlet/FilterChain;)V", EarlyFilterAdvice.class)
        .state("servlet.mappings");
    targets
        .subtypesOf("javax.servlet.http.HttpServletResponse")
        .excluding("javax.servlet.")
        .method("setStatus", "(I)V", EarlyStatusAdvice.class)
        .method("setStatus", "(ILjava/lang/String;)V", EarlyStatusAdvice.class)
        .method("sendError", "(I)V", EarlyStatusAdvice.class)
        .method("sendError", "(ILjava/lang/String;)V", EarlyStatusAdvice.class)
        .method("sendRedirect", "(Ljava/lang/String;)V", EarlyRedirectAdvice.class)
        .state("servlet.status");
  }
}
