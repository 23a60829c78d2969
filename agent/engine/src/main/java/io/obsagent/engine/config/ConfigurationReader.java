package io.obsagent.engine.config;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Finds out what is configured: system property, then environment variable, then agent argument,
 * then properties file, then default. An empty value counts as not set, as in OpenTelemetry.
 *
 * <p>Runs once, in premain; uses neither regular expressions nor lambdas nor NIO files, which would
 * load hundreds of classes. It never throws because of what a setting says.
 */
public final class ConfigurationReader {
  private static final String OBS = "obs.";
  private static final String OTEL = "otel.";

  private final Map<String, Setting> settings = new HashMap<>();
  private final Map<Option<?>, Object> values = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();

  /** What goes into the one line about settings of OpenTelemetry that are not followed. */
  private final StringBuilder unsupported = new StringBuilder();

  private ConfigurationReader() {}

  /**
   * Reads all sources.
   *
   * @param system the system properties
   * @param environment the environment variables
   * @param agentArguments what follows {@code -javaagent:obs-agent.jar=}, e.g. {@code
   *     otel.service.name=shop,otel.propagators=tracecontext,b3}; null when there is nothing. A
   *     comma or semicolon ends a value only where a new {@code otel.} or {@code obs.} name begins,
   *     so lists need no quoting.
   */
  public static Configuration read(
      Properties system, Map<String, String> environment, String agentArguments) {
    ConfigurationReader reader = new ConfigurationReader();
    reader.readProperties(system, Source.SYSTEM_PROPERTY);
    reader.readEnvironment(environment);
    reader.readAgentArguments(agentArguments);
    reader.readFile();
    reader.parseAll();
    reader.checkNames();
    if (reader.unsupported.length() > 0) {
      reader.complaints.add("not supported: " + reader.unsupported);
    }
    return new Configuration(reader.settings, reader.values, reader.complaints);
  }

  private void readProperties(Properties properties, Source source) {
    for (String name : properties.stringPropertyNames()) {
      put(name, properties.getProperty(name), source);
    }
  }

  private void readEnvironment(Map<String, String> environment) {
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      put(variable.getKey(), variable.getValue(), Source.ENVIRONMENT);
    }
  }

  private void readAgentArguments(String arguments) {
    if (arguments == null || arguments.trim().isEmpty()) {
      return;
    }
    int start = 0;
    for (int i = 0; i <= arguments.length(); i++) {
      boolean end = i == arguments.length();
      if (end || (isSeparator(arguments.charAt(i)) && startsName(arguments, i + 1))) {
        readAgentArgument(arguments.substring(start, i).trim());
        start = i + 1;
      }
    }
  }

  private void readAgentArgument(String argument) {
    int equals = argument.indexOf('=');
    if (equals > 0 && startsName(argument, 0)) {
      put(
          argument.substring(0, equals).trim(),
          argument.substring(equals + 1),
          Source.AGENT_ARGUMENT);
    } else if (!argument.isEmpty()) {
      complaints.add(
          "agent argument " + argument + " is not otel.name=value or obs.name=value: ignored");
    }
  }

  private static boolean isSeparator(char character) {
    return character == ',' || character == ';';
  }

  private static boolean startsName(String text, int position) {
    int start = position;
    while (start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    return text.startsWith(OBS, start) || text.startsWith(OTEL, start);
  }

  private void readFile() {
    Setting file = settings.get(Options.CONFIGURATION_FILE.key());
    if (file == null) {
      return;
    }
    Properties properties;
    try {
      properties = SettingsFile.read(new File(file.text));
    } catch (IOException | IllegalArgumentException | SecurityException unreadable) {
      complaints.add(
          where(file)
              + " cannot be read ("
              + unreadable.getMessage()
              + "): nothing is taken from it");
      return;
    }
    readProperties(properties, Source.FILE);
  }

  /** Sources come in falling order: the first text for a name stays. */
  private void put(String spelling, String text, Source source) {
    if (text == null || text.trim().isEmpty() || spelling.length() < 4) {
      return;
    }
    String key = Option.key(spelling);
    if ((key.startsWith(OBS) || key.startsWith(OTEL)) && !settings.containsKey(key)) {
      settings.put(key, new Setting(spelling, text.trim(), source));
    }
  }

  private void parseAll() {
    for (Declarations theme : Options.themes()) {
      for (Option<?> option : theme.options()) {
        Setting setting = settings.get(option.key());
        if (setting == null && option.formerName() != null) {
          setting = settings.get(Option.key(option.formerName()));
        }
        if (setting != null) {
          parse(option, setting);
        }
      }
    }
  }

  private <T> void parse(Option<T> option, Setting setting) {
    try {
      values.put(option, option.parse(setting.text, new PartRemarks(option, setting)));
    } catch (IllegalArgumentException malformed) {
      String instead = option.defaultText();
      complaints.add(
          where(option, setting)
              + " is not "
              + malformed.getMessage()
              + (instead.isEmpty() ? ": ignored" : ": " + instead + " is used"));
    }
  }

  /** Names nobody declared, in the alphabet's order so that the lines do not depend on hashing. */
  private void checkNames() {
    Map<String, String> valid = new TreeMap<>();
    for (Declarations theme : Options.themes()) {
      for (Option<?> option : theme.options()) {
        valid.put(option.key(), option.name());
        if (option.formerName() != null) {
          valid.put(Option.key(option.formerName()), option.name());
        }
      }
    }
    for (Map.Entry<String, Setting> entry : new TreeMap<>(settings).entrySet()) {
      String key = entry.getKey();
      Setting setting = entry.getValue();
      if (key.startsWith(OBS) && !valid.containsKey(key)) {
        String nearest = Nearest.of(key, valid.keySet());
        complaints.add(
            setting.spelling
                + " ("
                + setting.source
                + ") is not a setting"
                + (nearest == null ? "" : ", did you mean " + valid.get(nearest) + "?")
                + ": ignored");
      } else if (key.startsWith(OTEL) && !valid.containsKey(key)) {
        checkForeign(key, setting);
      }
    }
  }

  private void checkForeign(String key, Setting setting) {
    String instead = ForeignSettings.instead(key, setting.text);
    if (instead != null) {
      unsupported(setting.spelling, instead);
    } else if (key.startsWith("otel.instrumentation.")
        && key.endsWith(".enabled")
        && !setting.text.equalsIgnoreCase("true")
        && !setting.text.equalsIgnoreCase("false")) {
      complaints.add(
          where(setting) + " is not true or false: " + Options.DEFAULT_ENABLED.name() + " holds");
    }
  }

  private void unsupported(String spelling, String instead) {
    unsupported.append(unsupported.length() == 0 ? "" : "; ");
    unsupported.append(spelling).append(" (").append(instead).append(')');
  }

  private static String where(Setting setting) {
    return setting.spelling + "=" + setting.text + " (" + setting.source + ")";
  }

  private static String where(Option<?> option, Setting setting) {
    return option.isSecret() ? setting.spelling + " (" + setting.source + ")" : where(setting);
  }

  private final class PartRemarks implements OptionType.Remarks {
    private final Option<?> option;
    private final Setting setting;

    PartRemarks(Option<?> option, Setting setting) {
      this.option = option;
      this.setting = setting;
    }

    @Override
    public void wrong(String text) {
      complaints.add(where(option, setting) + ": " + text);
    }

    @Override
    public void unsupported(String text) {
      ConfigurationReader.this.unsupported(setting.spelling + "=" + setting.text, text);
    }
  }
}
