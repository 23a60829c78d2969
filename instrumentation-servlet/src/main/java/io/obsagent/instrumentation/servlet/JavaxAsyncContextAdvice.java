package io.obsagent.instrumentation.servlet;

import javax.servlet.AsyncContext;
import javax.servlet.ServletRequest;
import javax.servlet.http.HttpServletRequest;
import net.bytebuddy.asm.Advice;

/** {@code AsyncContext.start}: the task runs in the context of its request. */
public final class JavaxAsyncContextAdvice {
  private JavaxAsyncContextAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
  public static Runnable enter(@Advice.This Object context, @Advice.Argument(0) Runnable task) {
    return ServletEntry.carry(task, base((AsyncContext) context));
  }

  /** Null if the request is over: what follows is then the container's to say. */
  private static Object base(AsyncContext context) {
    try {
      ServletRequest request = context.getRequest();
      return request instanceof HttpServletRequest
          ? JavaxServletAdapter.INSTANCE.base((HttpServletRequest) request)
          : null;
    } catch (IllegalStateException over) {
      return null;
    }
  }
}
