package io.obsagent.build;

/** The JAR would break one of its rules; the message says which, and where. */
final class JarRejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JarRejected(String message) {
    super(message);
  }
}
