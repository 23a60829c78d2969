package io.obsagent.engine.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/** Writes {@code docs/options.md} from the declarations the code reads. */
public final class OptionsPage {
  static final String HOW_TO_REGENERATE =
      "mvn -q -pl agent/engine test-compile org.codehaus.mojo:exec-maven-plugin:java"
          + " -Dexec.mainClass=io.obsagent.engine.config.OptionsPage -Dexec.classpathScope=test";

  private OptionsPage() {}

  /** Writes the page of the repository the working directory is in. */
  public static void main(String[] arguments) throws IOException {
    Files.write(page(), text().getBytes(StandardCharsets.UTF_8));
  }

  /** The committed page, found from the working directory upwards. */
  static Path page() {
    Path directory = Paths.get("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve("agent").resolve("engine"))) {
      directory = directory.getParent();
    }
    return directory.resolve("docs").resolve("options.md");
  }

  static String text() {
    StringBuilder page = new StringBuilder();
    page.append("# Options\n\n");
    page.append("<!-- Generated from the declarations in the code. To regenerate:\n");
    page.append(HOW_TO_REGENERATE).append(" -->\n\n");
    page.append(
        """
        The first of these that has a value wins:

        1. system property, `-Dotel.service.name=shop`;
        2. environment variable, `OTEL_SERVICE_NAME=shop` (capitals; dots and dashes become `_`);
        3. agent argument, `-javaagent:obs-agent.jar=otel.service.name=shop,otel.propagators=b3,baggage`
           (a comma or semicolon ends a value only where a new `otel.` or `obs.` name begins);
        4. the properties file named by `otel.javaagent.configuration-file`;
        5. the default.

        An empty value is no value. A value that does not parse and an `obs.` name that does not exist are
        reported once at start, and the default is used; nothing here ever stops the application. Names that
        begin with `otel.` are OpenTelemetry's and mean what they mean there.

        *duration*: `500ms`, `5s`, `2m`, `1h`, `1d`, a plain number is milliseconds. *size*: `512KiB`, `16MiB`,
        `1g`, a plain number is bytes. *list*: `a,b`. *map*: `k=v,k2=v2`, values percent-encoded.

        *Live*: can be changed while the application runs ([admin.md](admin.md)), and so can some
        `otel.instrumentation.<name>.enabled`.
        """);
    for (Declarations theme : Options.themes()) {
      page.append("\n## ").append(theme.theme()).append("\n\n");
      page.append("| name | type | default | meaning |\n|---|---|---|---|\n");
      for (Option<?> option : theme.options()) {
        page.append("| `").append(option.name()).append("` | ").append(option.type());
        page.append(" | ").append(code(option.defaultText()));
        page.append(" | ").append(option.meaning());
        if (option.formerName() != null) {
          page.append(" Formerly `").append(option.formerName()).append("`, still read.");
        }
        if (option.isLive()) {
          page.append(" *Live.*");
        }
        page.append(" |\n");
      }
    }
    page.append("\n## Known from OpenTelemetry, not followed\n\n");
    page.append("Named in one line at start when set.\n\n");
    page.append("| name | instead |\n|---|---|\n");
    for (String[] setting : ForeignSettings.ALL) {
      page.append("| `").append(setting[0]).append("` | ").append(setting[1]).append(" |\n");
    }
    return page.toString();
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }
}
