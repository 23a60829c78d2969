package io.obsagent.smoke.receiver;

import io.obsagent.smoke.jvm.Jdks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Self-signed certificates for a server on 127.0.0.1 and for one client, made anew by {@code
 * keytool}, as PEM files as {@code otel.exporter.otlp.certificate}, {@code …client.key} and {@code
 * …client.certificate} want them.
 */
public final class Certificates {

  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final KeyStore server;
  private final KeyStore client;

  private Certificates(Path folder) throws IOException, GeneralSecurityException {
    this.folder = folder;
    this.server = generate("server");
    this.client = generate("client");
  }

  /** Writes the files into the folder. */
  public static Certificates in(Path folder) {
    try {
      return new Certificates(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("No certificates in " + folder, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No certificates in " + folder, e);
    }
  }

  /** What a client has to trust. */
  public Path serverCertificate() {
    return folder.resolve("server.pem");
  }

  Path serverKey() {
    return folder.resolve("server.key");
  }

  public Path clientCertificate() {
    return folder.resolve("client.pem");
  }

  /** PKCS#8, without a password. */
  public Path clientKey() {
    return folder.resolve("client.key");
  }

  SSLContext serverContext() {
    return context(server, client);
  }

  /** For tests of the receiver itself: trusts the server and shows the client's certificate. */
  public SSLContext clientContext() {
    return context(client, server);
  }

  private static SSLContext context(KeyStore own, KeyStore peer) {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, PASSWORD.toCharArray());
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      String alias = peer.aliases().nextElement();
      trusted.setCertificateEntry(alias, peer.getCertificate(alias));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }

  private KeyStore generate(String name) throws IOException, GeneralSecurityException {
    Path file = folder.resolve(name + ".p12");
    keytool(
        List.of(
            "-genkeypair",
            "-alias",
            name,
            "-dname",
            "CN=" + name,
            "-ext",
            "SAN=ip:127.0.0.1,dns:localhost",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            PASSWORD));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    pem(name + ".pem", "CERTIFICATE", store.getCertificate(name).getEncoded());
    pem(name + ".key", "PRIVATE KEY", store.getKey(name, PASSWORD.toCharArray()).getEncoded());
    return store;
  }

  private void pem(String fileName, String type, byte[] content) throws IOException {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    Files.writeString(
        folder.resolve(fileName),
        "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
  }

  private void keytool(List<String> arguments) throws IOException {
    Path log = folder.resolve("keytool.log");
    ProcessBuilder keytool = new ProcessBuilder(Jdks.running().tool("keytool").toString());
    keytool.command().addAll(arguments);
    keytool.redirectErrorStream(true).redirectOutput(log.toFile());
    Process process = keytool.start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("keytool failed: " + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while keytool ran", e);
    }
  }
}
