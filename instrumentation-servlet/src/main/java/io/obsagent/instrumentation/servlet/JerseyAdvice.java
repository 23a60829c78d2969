package io.obsagent.instrumentation.servlet;

import java.util.List;
import net.bytebuddy.asm.Advice;
import org.glassfish.jersey.server.internal.process.RequestProcessingContext;
import org.glassfish.jersey.uri.UriTemplate;

/** {@code ResourceMethodInvoker.apply}: a resource method was chosen and is about to run. */
public final class JerseyAdvice {
  private JerseyAdvice() {}

  @Advice.OnMethodEnter(inline = false)
  public static void enter(@Advice.Argument(0) Object context) {
    List<UriTemplate> matched =
        ((RequestProcessingContext) context).request().getUriInfo().getMatchedTemplates();
    ServletEntry.resourceMatched(path(matched));
  }

  /** Templates stand innermost first. */
  private static String path(List<UriTemplate> matched) {
    StringBuilder path = new StringBuilder();
    for (int i = matched.size() - 1; i >= 0; i--) {
      String template = matched.get(i).getTemplate();
      if (!template.startsWith("/")) {
        path.append('/');
      }
      path.append(template);
      while (path.length() > 0 && path.charAt(path.length() - 1) == '/') {
        path.setLength(path.length() - 1);
      }
    }
    return path.length() == 0 ? "/" : path.toString();
  }
}
