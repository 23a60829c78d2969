package io.obsagent.smoke.kafka;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Kafka broker (KRaft, broker and controller in one) in a JVM of its own, so that no agent
 * of the test's JVM touches it. Topics are created on first use, with {@value #PARTITIONS}
 * partitions.
 */
public final class KafkaBroker implements AutoCloseable {

  /** Of a topic that is created by using it. */
  public static final int PARTITIONS = 3;

  private static final int LAST_WORDS = 60;
  private static final long PATIENCE_SECONDS = 120;
  private static final String STARTED = "Kafka Server started";

  private static KafkaBroker shared;

  private final int port;
  private final Process process;
  private final Path data;
  private final CountDownLatch decided = new CountDownLatch(1);
  private final Deque<String> lastWords = new ArrayDeque<>();
  private volatile boolean started;

  private KafkaBroker(int port, Process process, Path data) {
    this.port = port;
    this.process = process;
    this.data = data;
  }

  /** The one of this JVM: started on first use, stopped at the JVM's end. */
  public static synchronized KafkaBroker shared() {
    if (shared == null) {
      shared = start();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close, "stop-kafka"));
    }
    return shared;
  }

  /** The folder with the JARs of Kafka's distribution: the broker's, and those of Connect. */
  public static Path libraries() {
    try {
      return Path.of(build().getProperty("libraries"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties build() throws IOException {
    Properties build = new Properties();
    try (InputStream in = KafkaBroker.class.getResourceAsStream("broker.properties")) {
      build.load(in);
    }
    return build;
  }

  /** Starts a broker on a free port and waits until it serves. */
  public static KafkaBroker start() {
    try {
      Properties build = build();
      // Somebody else may take a port between finding and using it.
      for (int attempt = 1; ; attempt++) {
        KafkaBroker broker = launch(build);
        if (broker.awaitStart()) {
          return broker;
        }
        broker.close();
        if (attempt == 3) {
          throw new IllegalStateException("Kafka does not start\n" + broker.lastWords());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Kafka does not start", e);
    }
  }

  private static KafkaBroker launch(Properties build) throws IOException {
    Path parent = Files.createDirectories(Path.of(build.getProperty("data")));
    Path data = Files.createTempDirectory(parent, "broker");
    int port = freePort();
    Path properties =
        Files.write(data.resolve("server.properties"), settings(port, freePort(), data));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(
        build.getProperty("classes")
            + File.pathSeparator
            + Path.of(build.getProperty("libraries"), "*"));
    command.add(BrokerMain.class.getName());
    command.add(properties.toString());
    command.add(newClusterId());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    KafkaBroker broker = new KafkaBroker(port, process, data);
    Thread reader = new Thread(broker::read, "kafka-output");
    reader.setDaemon(true);
    reader.start();
    return broker;
  }

  private static List<String> settings(int port, int controllerPort, Path data) {
    return List.of(
        "process.roles=broker,controller",
        "node.id=1",
        "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
        "controller.listener.names=CONTROLLER",
        "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
        "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
        "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "inter.broker.listener.name=PLAINTEXT",
        "num.partitions=" + PARTITIONS,
        "offsets.topic.replication.factor=1",
        "offsets.topic.num.partitions=1",
        "transaction.state.log.replication.factor=1",
        "transaction.state.log.min.isr=1",
        "transaction.state.log.num.partitions=1",
        "group.initial.rebalance.delay.ms=0",
        "log.cleaner.dedupe.buffer.size=10485760",
        "log.cleaner.backoff.ms=200", // tests wait for it
        "log.dirs=" + data.resolve("log"));
  }

  private static String newClusterId() {
    UUID random = UUID.randomUUID();
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(random.getMostSignificantBits()).putLong(random.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (lastWords) {
          if (lastWords.size() == LAST_WORDS) {
            lastWords.removeFirst();
          }
          lastWords.addLast(line);
        }
        if (line.contains(STARTED)) {
          started = true;
          decided.countDown();
        }
      }
    } catch (IOException ended) {
      // As at the end of the stream.
    } finally {
      decided.countDown();
    }
  }

  private boolean awaitStart() {
    try {
      return decided.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && started;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for Kafka", e);
    }
  }

  /** For {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return host() + ":" + port;
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return port;
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /** What the broker said last, for a test that failed. */
  public String lastWords() {
    synchronized (lastWords) {
      return String.join("\n", lastWords);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("Kafka's files remain in " + data, e);
    }
  }
}
