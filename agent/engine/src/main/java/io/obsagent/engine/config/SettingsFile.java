package io.obsagent.engine.config;

import io.obsagent.engine.log.AgentLog;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * The properties file named by {@code otel.javaagent.configuration-file}, looked at again and
 * again: when its time or length has changed, and has not changed any more since the look before,
 * it is read, so that a file somebody is just writing is not taken for what it is to be.
 *
 * <p>Cost of a look: two questions to the file system. Confined to the thread that looks.
 */
public final class SettingsFile {
  private final File file;
  private final LiveSettings settings;
  private Properties known;
  private long knownStamp;
  private long seenStamp;
  private boolean saidUnreadable;

  private SettingsFile(File file, LiveSettings settings) {
    this.file = file;
    this.settings = settings;
    this.knownStamp = stamp();
    this.seenStamp = knownStamp;
    try {
      known = read(file);
    } catch (IOException | IllegalArgumentException | SecurityException unreadable) {
      // Said at the start; whatever it says one day is new.
      known = new Properties();
    }
  }

  /**
   * The file to watch as it is now; to be made at the start.
   *
   * @return null if none is configured
   */
  public static SettingsFile of(Configuration configuration, LiveSettings settings) {
    String name = configuration.get(Options.CONFIGURATION_FILE);
    return name == null ? null : new SettingsFile(new File(name), settings);
  }

  /** Looks, about once a second. */
  public void look() {
    long stamp = stamp();
    boolean settled = stamp == seenStamp;
    seenStamp = stamp;
    if (!settled || stamp == knownStamp) {
      return;
    }
    knownStamp = stamp;
    Properties now;
    try {
      now = read(file);
      saidUnreadable = false;
    } catch (IOException | IllegalArgumentException | SecurityException unreadable) {
      if (!saidUnreadable) {
        saidUnreadable = true;
        AgentLog.event(
            file
                + " cannot be read any more ("
                + unreadable.getMessage()
                + "): all stays as it is");
      }
      return;
    }
    Properties before = known;
    known = now;
    settings.fileChanged(before, now, file.getPath());
  }

  /** Changes with the file; 0 if there is none. */
  private long stamp() {
    return file.lastModified() * 31 + file.length();
  }

  static Properties read(File file) throws IOException {
    Properties properties = new Properties();
    try (InputStream bytes = new FileInputStream(file);
        Reader characters = new InputStreamReader(bytes, StandardCharsets.UTF_8)) {
      properties.load(characters);
    }
    return properties;
  }
}
