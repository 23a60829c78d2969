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
    TemplatePath path = TemplatePath.ROOT;
    // Innermost first.
    for (int i = matched.size() - 1; i >= 0; i--) {
      path = path.then(matched.get(i).getTemplate());
    }
    ServletEntry.resourceMatched(path.text());
  }
}
