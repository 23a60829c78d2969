package io.obsagent.instrumentation.servlet;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** Filters, servlets and asynchronous requests of {@code jakarta.servlet}. */
public final class JakartaServletInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "servlet.jakarta";
  }

  @Override
  public void describe(Targets targets) {
    String inAndOut = "(Ljakarta/servlet/ServletRequest;Ljakarta/servlet/ServletResponse;";
    targets
        .subtypesOf("jakarta.servlet.Servlet")
        .method("service", inAndOut + ")V", JakartaServletAdvice.class)
        .state("servlet.mappings");
    targets
        .subtypesOf("jakarta.servlet.Filter")
        .method("doFilter", inAndOut + "Ljakarta/servlet/FilterChain;)V", JakartaFilterAdvice.class)
        .state("servlet.mappings");
    targets
        .subtypesOf("jakarta.servlet.ServletRequest")
        .excluding("jakarta.servlet.")
        .method("startAsync", "()Ljakarta/servlet/AsyncContext;", JakartaStartAsyncAdvice.class)
        .method(
            "startAsync",
            inAndOut + ")Ljakarta/servlet/AsyncContext;",
            JakartaStartAsyncAdvice.class)
        .state("servlet.call");
    targets
        .subtypesOf("jakarta.servlet.AsyncContext")
        .method("start", "(Ljava/lang/Runnable;)V", JakartaAsyncContextAdvice.class);
  }
}
