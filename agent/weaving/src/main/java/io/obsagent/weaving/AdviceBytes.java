package io.obsagent.weaving;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Supplies the class files of the advice classes (and what belongs to them) that are defined once
 * per application class loader. Called from application threads while a woven method links.
 */
public interface AdviceBytes {

  /**
   * The class file of one class.
   *
   * @param className dotted
   * @return the class file, or null when there is none
   */
  byte[] of(String className) throws IOException;

  /** Class files found as ordinary {@code .class} resources of this loader. */
  static AdviceBytes resourcesOf(ClassLoader loader) {
    return new AdviceBytes() {
      @Override
      public byte[] of(String className) throws IOException {
        try (InputStream in =
            loader.getResourceAsStream(className.replace('.', '/').concat(".class"))) {
          return in == null ? null : readAll(in);
        }
      }
    };
  }

  /** All bytes up to the end of the stream, which stays open. */
  static byte[] readAll(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      bytes.write(buffer, 0, n);
    }
    return bytes.toByteArray();
  }
}
