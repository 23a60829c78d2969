package com.example.shop.common;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.WebResourceSet;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Constants;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.DirResourceSet;
import org.apache.catalina.webresources.JarResourceSet;
import org.apache.catalina.webresources.StandardRoot;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Tomcat with one web application, taken from the folder {@code webapp} of our own JAR. */
public final class WebServer {

  private static final Logger log = LoggerFactory.getLogger(WebServer.class);

  private final Tomcat tomcat;
  private final Path workFolder;

  private WebServer(Tomcat tomcat, Path workFolder) {
    this.tomcat = tomcat;
    this.workFolder = workFolder;
  }

  /** Starts, says where it listens, and returns when the process is told to stop. */
  public static void run() throws Exception {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    WebServer server = start(Settings.port());
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "shutdown"));
    System.out.println("shop: listening on http://127.0.0.1:" + server.port());
    server.tomcat.getServer().await();
  }

  private static WebServer start(int port)
      throws IOException, LifecycleException, URISyntaxException {
    Path workFolder = Files.createTempDirectory("shop");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(workFolder.toString());
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    // On a restart the connections of the last run are still in TIME_WAIT; do not wait for them.
    tomcat.getConnector().setProperty("socket.soReuseAddress", "true");
    tomcat.getServer().setPort(-1);
    Context webapp = webapp(workFolder);
    tomcat.getHost().addChild(webapp);
    WebServer server = new WebServer(tomcat, workFolder);
    tomcat.start();
    if (!webapp.getState().isAvailable()) {
      // Tomcat alone would go on and answer 404 for ever.
      server.stop();
      throw new IllegalStateException("The shop did not start, see the log");
    }
    return server;
  }

  private static Context webapp(Path workFolder) throws IOException, URISyntaxException {
    Context context = new StandardContext();
    context.setName("");
    context.setPath("");
    context.setDocBase(Files.createDirectories(workFolder.resolve("webapp")).toString());
    context.setParentClassLoader(WebServer.class.getClassLoader());

    ContextConfig config = new ContextConfig();
    config.setDefaultWebXml(Constants.NoDefaultWebXml);
    context.addLifecycleListener(config);
    StandardJarScanner scanner = new StandardJarScanner();
    scanner.setScanClassPath(false);
    scanner.setScanManifest(false);
    context.setJarScanner(scanner);

    StandardRoot resources = new StandardRoot(context);
    resources.addPreResources(contentOf(resources));
    context.setResources(resources);

    Tomcat.addServlet(context, "default", DefaultServlet.class.getName());
    context.addServletMappingDecoded("/", "default");
    context.addWelcomeFile("index.html");
    context.addMimeMapping("html", "text/html;charset=UTF-8");
    context.addMimeMapping("css", "text/css");
    return context;
  }

  private static WebResourceSet contentOf(StandardRoot resources) throws URISyntaxException {
    URL home = WebServer.class.getProtectionDomain().getCodeSource().getLocation();
    File file = new File(home.toURI());
    if (file.isFile()) {
      return new JarResourceSet(resources, "/", file.getPath(), "/webapp");
    }
    return new DirResourceSet(resources, "/", new File(file, "webapp").getPath(), "/");
  }

  private int port() {
    return tomcat.getConnector().getLocalPort();
  }

  private void stop() {
    log.info("Shutting down");
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      log.warn("Tomcat did not stop cleanly", e);
    }
    deleteWorkFolder();
    flushLog();
  }

  private void deleteWorkFolder() {
    try (Stream<Path> files = Files.walk(workFolder)) {
      List<Path> deepestFirst =
          files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      log.warn("Cannot delete {}", workFolder, e);
    }
  }

  /** The appender is asynchronous: without this the last lines are lost. */
  private static void flushLog() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof ch.qos.logback.classic.LoggerContext) {
      ((ch.qos.logback.classic.LoggerContext) factory).stop();
    }
  }
}
