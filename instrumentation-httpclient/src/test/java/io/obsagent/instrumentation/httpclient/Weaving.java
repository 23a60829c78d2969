package io.obsagent.instrumentation.httpclient;

import io.obsagent.build.PlanCompiler;
import io.obsagent.weaving.AdviceBytes;
import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.WeavingAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import net.bytebuddy.agent.ByteBuddyAgent;

/**
 * Weaves every instrumentation of this module, once in this JVM and for good. With {@code
 * -Dobs.test.loadedBefore=true} the JDK's clients are loaded before, so that they are retransformed
 * and get no field.
 */
final class Weaving {
  private static final WeavingAgent AGENT = install();

  private Weaving() {}

  private static WeavingAgent install() {
    if (Boolean.getBoolean("obs.test.loadedBefore")) {
      loadJdkClients();
    }
    ClassLoader loader = Weaving.class.getClassLoader();
    List<LibraryInstrumentation> all = new ArrayList<>();
    ServiceLoader.load(LibraryInstrumentation.class, loader).forEach(all::add);
    return WeavingAgent.install(
        ByteBuddyAgent.install(),
        PlanCompiler.compile(all, loader),
        AdviceBytes.resourcesOf(loader),
        name -> true,
        Boolean.getBoolean("obs.test.debug"));
  }

  private static void loadJdkClients() {
    try {
      URI.create("http://127.0.0.1/").toURL().openConnection();
      Class.forName("sun.net.www.http.HttpClient");
      Class.forName("sun.net.www.protocol.https.AbstractDelegateHttpsURLConnection");
    } catch (IOException | ClassNotFoundException unknownJdk) {
      throw new IllegalStateException(unknownJdk);
    }
    HttpClient.newHttpClient();
  }

  static WeavingAgent agent() {
    return AGENT;
  }
}
