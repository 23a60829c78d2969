package io.obsagent.engine.config;

import io.obsagent.engine.log.AgentLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Settings that change while the application runs: whatever way the wish comes, the text is read as
 * at the start, whoever lives by the setting is told, and one line says what was and what is. A
 * text that is wrong changes nothing and is one line.
 *
 * <p>The operator's latest word wins, whichever way it came; of the properties file, though, only
 * what no system property, environment variable or agent argument says: as at the start.
 *
 * <p>Thread-safe; changes are made one after the other, on the thread that asks. Nothing here is on
 * the way of the application's calls.
 */
public final class LiveSettings {
  /** Puts a change into force. */
  public interface Change {
    /**
     * Called with the settings as they are to be, one change at a time.
     *
     * @return null when that is in force; else what is wrong with it, and nothing has changed
     */
    String apply(Configuration next);
  }

  private final Change installation;
  private final Map<String, Change> changes = new HashMap<>();

  /**
   * What holds where no operator has said anything: as at the start, the file's part kept fresh.
   */
  private final Map<String, Setting> base = new HashMap<>();

  private Configuration current;

  /**
   * @param start what the sources said at the start
   * @param installation makes a configuration the one in force for everybody; told after whoever
   *     lives by the setting itself
   */
  public LiveSettings(Configuration start, Change installation) {
    this.current = start;
    this.installation = installation;
    for (Option<?> option : liveOptions()) {
      base.put(option.key(), start.setting(option.key()));
    }
    for (String name : InstrumentationSwitches.LIVE) {
      String key = Option.key(InstrumentationSwitches.settingOf(name));
      base.put(key, start.setting(key));
    }
  }

  private static List<Option<?>> liveOptions() {
    List<Option<?>> live = new ArrayList<>();
    for (Declarations theme : Options.themes()) {
      for (Option<?> option : theme.options()) {
        if (option.isLive()) {
          live.add(option);
        }
      }
    }
    return live;
  }

  /**
   * Who puts a change of this option into force; without one it is enough that {@link
   * Configuration} says so from then on. Several options of one change are changed together.
   */
  public synchronized void on(Option<?> option, Change change) {
    if (!option.isLive()) {
      throw new IllegalArgumentException(option.name() + " is not declared to be live");
    }
    changes.put(option.key(), change);
  }

  /** What holds now. */
  public synchronized Configuration current() {
    return current;
  }

  /** What can be changed, as it is now, in the order of the options' page. */
  public synchronized List<EffectiveSetting> changeable() {
    List<EffectiveSetting> all = new ArrayList<>();
    for (Option<?> option : liveOptions()) {
      all.add(EffectiveSetting.of(current, option));
    }
    for (String name : InstrumentationSwitches.LIVE) {
      String setting = InstrumentationSwitches.settingOf(name);
      Setting set = current.setting(Option.key(setting));
      boolean on = current.isInstrumentationEnabled(name);
      all.add(
          new EffectiveSetting(
              setting, String.valueOf(on), set == null ? Source.DEFAULT : set.source));
    }
    return all;
  }

  /**
   * An operator's wish.
   *
   * @param name of the setting, in any spelling that works at the start
   * @param text empty or null: back to what system properties, environment, arguments and file say
   * @param by the way it came, for the line, e.g. {@code admin port}
   * @return null when it is in force; else one sentence about what is wrong, which was also logged
   */
  public synchronized String set(String name, String text, String by) {
    String key = Option.key(name.trim());
    Target target = target(key);
    String wish = text == null ? "" : text.trim();
    if (target == null) {
      return refused(name.trim() + " (" + by + ") " + unchangeable(key));
    }
    Setting setting = wish.isEmpty() ? base.get(key) : new Setting(target.name, wish, Source.LIVE);
    return apply(target.change, Collections.singletonMap(target, setting), by);
  }

  private static String unchangeable(String key) {
    if (InstrumentationSwitches.isSwitch(key)) {
      return "cannot be switched while running: a restart is needed";
    }
    return declared(key) == null
        ? "is not a setting: ignored"
        : "cannot be changed while running: a restart is needed";
  }

  private static String refused(String line) {
    AgentLog.event(line);
    return line;
  }

  /**
   * The properties file says something else than before.
   *
   * @param before what it said
   * @param now what it says
   * @param file its name, for the lines
   */
  public synchronized void fileChanged(Properties before, Properties now, String file) {
    Map<Change, Map<Target, Setting>> groups = new IdentityHashMap<>();
    Set<Change> order = new LinkedHashSet<>();
    Set<String> forRestart = new TreeSet<>();
    Map<String, Setting> old = settings(before);
    Map<String, Setting> fresh = settings(now);
    Set<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(fresh.keySet());
    for (String key : keys) {
      Setting was = old.get(key);
      Setting is = fresh.get(key);
      if (was != null && is != null && was.text.equals(is.text)) {
        continue;
      }
      Target target = target(key);
      if (target == null) {
        forRestart.add((is == null ? was : is).spelling);
        continue;
      }
      Setting above = base.get(key);
      if (above != null && above.source != Source.FILE) {
        AgentLog.event(
            target.name
                + (is == null ? " is gone from " : "=" + target.shown(is) + " is in ")
                + file
                + ", but the "
                + above.source
                + " "
                + above.spelling
                + " wins: "
                + target.shown(current.setting(key))
                + " stays");
        continue;
      }
      base.put(key, is);
      order.add(target.change);
      Map<Target, Setting> group = groups.get(target.change);
      if (group == null) {
        group = new LinkedHashMap<>();
        groups.put(target.change, group);
      }
      group.put(target, is);
    }
    for (Change change : order) {
      apply(change, groups.get(change), file);
    }
    if (!forRestart.isEmpty()) {
      AgentLog.event(
          "changes of " + joined(forRestart) + " in " + file + " take effect with a restart");
    }
  }

  private static String joined(Collection<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(text.length() == 0 ? "" : ", ").append(name);
    }
    return text.toString();
  }

  /** What is set in a file, by key; as at the start an empty text is none. */
  private static Map<String, Setting> settings(Properties file) {
    Map<String, Setting> settings = new HashMap<>();
    for (String spelling : file.stringPropertyNames()) {
      String key = Option.key(spelling);
      String text = file.getProperty(spelling).trim();
      if (!text.isEmpty() && (key.startsWith("otel.") || key.startsWith("obs."))) {
        settings.put(key, new Setting(spelling, text, Source.FILE));
      }
    }
    return settings;
  }

  /** All of them or none. */
  private String apply(Change change, Map<Target, Setting> wishes, String by) {
    ConfigurationEdit edit = current.edit();
    for (Map.Entry<Target, Setting> wish : wishes.entrySet()) {
      String complaint = wish.getKey().edit(edit, wish.getValue());
      if (complaint != null) {
        return refuse(wish.getKey(), wish.getValue(), by, complaint);
      }
    }
    Configuration next = edit.done();
    String complaint = attempt(change, next);
    if (complaint == null) {
      complaint = attempt(installation, next);
    }
    if (complaint != null) {
      Map.Entry<Target, Setting> first = wishes.entrySet().iterator().next();
      return refuse(first.getKey(), first.getValue(), by, complaint);
    }
    Configuration before = current;
    current = next;
    for (Map.Entry<Target, Setting> wish : wishes.entrySet()) {
      Target target = wish.getKey();
      AgentLog.event(
          target.name
              + " is now "
              + target.shown(next.setting(target.key))
              + ", was "
              + target.shown(before.setting(target.key))
              + " ("
              + by
              + ")");
    }
    return null;
  }

  private static String attempt(Change change, Configuration next) {
    try {
      return change.apply(next);
    } catch (RuntimeException | LinkageError fault) {
      return "cannot be put into force: " + fault;
    }
  }

  private String refuse(Target target, Setting wish, String by, String complaint) {
    return refused(
        target.name
            + (wish == null ? "" : "=" + target.shown(wish))
            + " ("
            + by
            + ") "
            + complaint
            + ": "
            + target.shown(current.setting(target.key))
            + " stays");
  }

  private static Option<?> declared(String key) {
    for (Declarations theme : Options.themes()) {
      for (Option<?> option : theme.options()) {
        if (option.key().equals(key)
            || (option.formerName() != null && Option.key(option.formerName()).equals(key))) {
          return option;
        }
      }
    }
    return null;
  }

  /** Null if it cannot be changed. */
  private Target target(String key) {
    String instrumentation = InstrumentationSwitches.switchedLive(key);
    if (instrumentation != null) {
      return new Target(
          key, InstrumentationSwitches.settingOf(instrumentation), null, new ReadWhenNeeded());
    }
    Option<?> option = declared(key);
    if (option == null || !option.isLive()) {
      return null;
    }
    Change change = changes.get(option.key());
    return new Target(
        option.key(), option.name(), option, change == null ? new ReadWhenNeeded() : change);
  }

  /** A setting that can be changed, and who puts that into force. */
  private static final class Target {
    final String key;
    final String name;

    /** Null for the switch of an instrumentation. */
    final Option<?> option;

    final Change change;

    Target(String key, String name, Option<?> option, Change change) {
      this.key = key;
      this.name = name;
      this.option = option;
      this.change = change;
    }

    String edit(ConfigurationEdit edit, Setting setting) {
      return option == null ? edit.setSwitch(key, setting) : edit.set(option, setting);
    }

    String shown(Setting setting) {
      if (option == null) {
        return setting == null ? "not set" : setting.text;
      }
      String text = setting == null ? option.defaultText() : setting.text;
      return text.isEmpty() ? "not set" : EffectiveSetting.shown(option, text);
    }
  }

  /** One for each setting: what has nothing to do with each other is not changed together. */
  private static final class ReadWhenNeeded implements Change {
    @Override
    public String apply(Configuration next) {
      return null;
    }
  }
}
