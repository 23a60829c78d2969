package io.obsagent.smoke.demo;

import io.obsagent.smoke.jvm.Artifacts;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningService;
import io.obsagent.smoke.jvm.ServiceUnderTest;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.services.Database;
import io.obsagent.smoke.services.Services;
import java.nio.file.Path;

/**
 * An unmodified shop under the agent takes some traffic, and its traces are shown: as the agent
 * prints them, and as they arrive at a collector. The exit code is 0 only if all of it was there.
 */
public final class DemoMain {

  private DemoMain() {}

  public static void main(String[] arguments) {
    try {
      run();
    } catch (DemoFailure | AssertionError | IllegalStateException e) {
      System.out.flush();
      System.err.println();
      System.err.println("The demo failed: " + e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  private static void run() {
    Path agent = Artifacts.agentJar();
    Path shopJar = Artifacts.shopJar();

    say("PostgreSQL starts");
    Database database = Services.postgres().newDatabase("shop");
    try (OtlpReceiver collector = OtlpReceiver.start()) {
      say(
          "The shop starts: java -javaagent:%s -jar %s",
          agent.getFileName(), shopJar.getFileName());
      RunningService shop =
          ServiceUnderTest.shop(Jdks.running(), database)
              .with("otel.service.name", "legacy-shop")
              .with("otel.traces.exporter", "console,otlp")
              .exportingTo(collector)
              .start();
      try (shop) {
        say("It listens on http://127.0.0.1:%d and has customers:", shop.port());
        new Traffic(shop.http()).send();
        say("The shop is stopped with SIGTERM, and what it still held is exported");
        shop.stop();
      }
      Findings findings = new Findings(shop.jvm(), collector.traces());
      findings.show();
      findings.check();
    }
  }

  static void say(String format, Object... arguments) {
    System.out.printf("%n> " + format + "%n", arguments);
  }
}
