package io.obsagent.agent.start;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.config.Source;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.sampling.tail.PolicyFile;
import io.obsagent.engine.sampling.tail.ResourceAttributes;
import io.obsagent.engine.sampling.tail.TailRules;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code obs.sampling.tail} and {@code obs.sampling.policies} ask for: read in premain, and
 * again when one of them changes. YAML is loaded only if a file is named.
 */
final class TailSettings {
  private static final String SERVICE_NAME = "service.name";

  private final List<String> complaints = new ArrayList<>(0);
  private Configuration settings;
  private TailRules rules;
  private boolean isUsable = true;

  private TailSettings(Configuration settings) {
    this.settings = settings;
  }

  /** Reads what is asked for. */
  static TailSettings of(Configuration settings, ResourceDetector resource) {
    TailSettings read = new TailSettings(settings);
    String text = settings.get(Options.SAMPLING_TAIL);
    String path = settings.get(Options.SAMPLING_POLICIES);
    if (path != null && (text == null || !isLatest(settings))) {
      read.readFile(path, resource);
      if (text != null) {
        read.complaints.add(
            Options.SAMPLING_TAIL.name()
                + " is ignored: "
                + Options.SAMPLING_POLICIES.name()
                + " is set too");
      }
    } else if (text != null) {
      read.readText(text);
    }
    return read;
  }

  /** An operator said the short form while the file was in force: his latest word. */
  private static boolean isLatest(Configuration settings) {
    return settings.source(Options.SAMPLING_TAIL) == Source.LIVE
        && settings.source(Options.SAMPLING_POLICIES) != Source.LIVE;
  }

  private void readText(String text) {
    List<String> about = new ArrayList<>(0);
    rules = TailRules.parse(text, about);
    for (String complaint : about) {
      complaints.add(Options.SAMPLING_TAIL.name() + ": " + complaint);
    }
    isUsable = about.isEmpty();
  }

  private void readFile(String path, ResourceDetector resource) {
    PolicyFile file =
        PolicyFile.read(new File(path), new DetectedAttributes(settings, resource), complaints);
    rules = file.rules();
    isUsable = rules != null;
    if (isUsable && rules.decisionWaitMillis() >= 0) {
      settings = settings.orElse(Options.DECISION_WAIT, rules.decisionWaitMillis());
    }
    if (file.memoryLimitBytes() > 0) {
      settings = settings.orElse(Options.MEMORY_LIMIT, file.memoryLimitBytes());
    }
    if (file.batchSpans() > 0) {
      settings = settings.orElse(Options.BSP_MAX_EXPORT_BATCH_SIZE, file.batchSpans());
    }
    if (file.batchDelayMillis() > 0) {
      settings = settings.orElse(Options.BSP_SCHEDULE_DELAY, file.batchDelayMillis());
    }
  }

  /** The settings, with what the file says of waiting, memory and batches. */
  Configuration settings() {
    return settings;
  }

  /** Null where no tail sampling is asked for, or nothing of what is asked for can be used. */
  TailRules rules() {
    return rules;
  }

  /** One line for each thing that cannot be used. */
  List<String> complaints() {
    return complaints;
  }

  /**
   * Good enough to replace rules in force: a text is, if all of it can be used; a file, if some of
   * it can, since what it says beside is of the Collector.
   */
  boolean isUsable() {
    return isUsable;
  }

  /**
   * Detecting all of the resource reads files and needs random numbers, so it is done here only for
   * a key that could be among them.
   */
  private static final class DetectedAttributes implements ResourceAttributes {
    private static final String[] DETECTED = {
      "service.", "telemetry.", "process.", "host.", "os.", "container."
    };

    private final Configuration settings;
    private final ResourceDetector resource;

    DetectedAttributes(Configuration settings, ResourceDetector resource) {
      this.settings = settings;
      this.resource = resource;
    }

    @Override
    public Object attribute(String key) {
      if (key.equals(SERVICE_NAME)) {
        return resource.serviceName();
      }
      String configured = settings.get(Options.RESOURCE_ATTRIBUTES).get(key);
      if (configured != null) {
        return configured;
      }
      for (String prefix : DETECTED) {
        if (key.startsWith(prefix)) {
          return resource.resource().get(key);
        }
      }
      return null;
    }
  }
}
