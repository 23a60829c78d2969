package io.obsagent.smoke.jvm;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JDKs of this machine. Besides the running one: those named by environment variables (as CI
 * systems set them: {@code JAVA_HOME_25_X64}, {@code JDK25_HOME}…), those beside the running one,
 * and those where package managers put them.
 */
public final class Jdks {

  private static final Pattern HOME_VARIABLE = Pattern.compile("(JAVA|JDK).*HOME.*|JDK_?\\d+.*");
  private static final Pattern VERSION =
      Pattern.compile("^JAVA_VERSION=\"(?:1\\.)?(\\d+)", Pattern.MULTILINE);

  private final List<Path> homes;

  private Jdks(List<Path> homes) {
    this.homes = homes;
  }

  /** The JDK that runs this test. */
  public static Jdk running() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /** The running JDK if it is of that version, else any installed one that is. */
  public static Optional<Jdk> find(int feature) {
    if (running().feature() == feature) {
      return Optional.of(running());
    }
    Path parent = running().home().getParent();
    Path user = Path.of(System.getProperty("user.home"));
    List<Path> roots = new ArrayList<>();
    roots.add(parent);
    if (parent != null && parent.getParent() != null) {
      roots.add(parent.getParent());
    }
    roots.add(Path.of("/usr/lib/jvm"));
    roots.add(Path.of("/opt"));
    roots.add(Path.of("/Library/Java/JavaVirtualMachines"));
    roots.add(user.resolve(".sdkman/candidates/java"));
    roots.add(user.resolve(".jdks"));
    return in(roots, System.getenv()).ofVersion(feature);
  }

  /** What smoke tests run on: the running JDK, and 25 as well where it is installed. */
  public static List<Jdk> underTest() {
    List<Jdk> jdks = new ArrayList<>();
    jdks.add(running());
    find(25).filter(jdk -> jdk.feature() != running().feature()).ifPresent(jdks::add);
    return List.copyOf(jdks);
  }

  static Jdks in(List<Path> roots, Map<String, String> environment) {
    List<Path> homes = new ArrayList<>();
    environment.forEach(
        (name, value) -> {
          if (HOME_VARIABLE.matcher(name).matches() && !value.isBlank()) {
            homes.add(Path.of(value));
          }
        });
    for (Path root : roots) {
      for (Path child : childrenOf(root)) {
        homes.add(child);
        homes.add(child.resolve("Contents/Home"));
      }
    }
    return new Jdks(homes);
  }

  Optional<Jdk> ofVersion(int feature) {
    return homes.stream()
        .filter(home -> featureOf(home) == feature)
        .map(home -> new Jdk(home, feature))
        .filter(jdk -> Files.isExecutable(jdk.tool("javac")))
        .findFirst();
  }

  private static List<Path> childrenOf(Path root) {
    List<Path> children = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(root, Files::isDirectory)) {
        stream.forEach(children::add);
      } catch (IOException e) {
        return List.of();
      }
    }
    children.sort(null);
    return children;
  }

  /** The version in the {@code release} file, or -1 where there is no JDK. */
  private static int featureOf(Path home) {
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find() ? Integer.parseInt(version.group(1)) : -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
