package io.obsagent.instrumentation.servlet;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** Filters, servlets and asynchronous requests of {@code javax.servlet}. */
public final class JavaxServletInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "servlet.javax";
  }

  @Override
  public void describe(Targets targets) {
    String inAndOut = "(Ljavax/servlet/ServletRequest;Ljavax/servlet/ServletResponse;";
    targets
        .subtypesOf("javax.servlet.Servlet")
        .method("service", inAndOut + ")V", JavaxServletAdvice.class)
        .state("servlet.mappings");
    targets
        .subtypesOf("javax.servlet.Filter")
        .method("doFilter", inAndOut + "Ljavax/servlet/FilterChain;)V", JavaxFilterAdvice.class)
        .state("servlet.mappings");
    targets
        .subtypesOf("javax.servlet.ServletRequest")
        .excluding("javax.servlet.")
        .method("startAsync", "()Ljavax/servlet/AsyncContext;", JavaxStartAsyncAdvice.class)
        .method(
            "startAsync", inAndOut + ")Ljavax/servlet/AsyncContext;", JavaxStartAsyncAdvice.class)
        .state("servlet.call");
    targets
        .subtypesOf("javax.servlet.AsyncContext")
        .method("start", "(Ljava/lang/Runnable;)V", JavaxAsyncContextAdvice.class);
  }
}
