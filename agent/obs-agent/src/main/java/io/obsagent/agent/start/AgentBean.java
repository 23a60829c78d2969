package io.obsagent.agent.start;

import io.obsagent.engine.admin.AdminThread;
import io.obsagent.engine.config.EffectiveSetting;
import io.obsagent.engine.config.LiveSettings;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** What JMX is told. Registered ten seconds after the start, when JMX is first touched. */
final class AgentBean implements AgentMXBean {
  private static final String NAME = "io.obsagent:type=Agent";

  private final String version;
  private final String service;
  private final LiveSettings settings;
  private final AdminThread admin;

  AgentBean(String version, String service, LiveSettings settings, AdminThread admin) {
    this.version = version;
    this.service = service;
    this.settings = settings;
    this.admin = admin;
  }

  /** Never a reason for anything to fail: an image without JMX, a name that is taken. */
  void register() {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .registerMBean(new StandardMBean(this, AgentMXBean.class, true), new ObjectName(NAME));
    } catch (JMException | RuntimeException | LinkageError impossible) {
      AgentHealth.count("jmx.not_registered");
      AgentLog.debug(NAME + " is not registered: " + impossible);
    }
  }

  @Override
  public String getVersion() {
    return version;
  }

  @Override
  public String getServiceName() {
    return service;
  }

  @Override
  public int getAdminPort() {
    return admin.port();
  }

  @Override
  public boolean isEnabled() {
    return settings.current().get(Options.ENABLED);
  }

  @Override
  public Map<String, String> getSettings() {
    Map<String, String> shown = new TreeMap<>();
    for (EffectiveSetting each : settings.changeable()) {
      shown.put(each.name(), each.text());
    }
    return shown;
  }

  @Override
  public Map<String, Long> getEvents() {
    return new TreeMap<>(AgentHealth.snapshot());
  }

  @Override
  public void set(String name, String value) {
    String complaint = settings.set(name, value, "JMX");
    if (complaint != null) {
      throw new IllegalArgumentException(complaint);
    }
  }
}
