package io.obsagent.agent.start;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.sampling.HeadSamplers;
import io.obsagent.engine.sampling.tail.PolicyFile;
import io.obsagent.engine.sampling.tail.ResourceAttributes;
import io.obsagent.engine.sampling.tail.TailRules;
import io.obsagent.engine.sampling.tail.TailSampler;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.FragmentSink;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code obs.sampling.tail} and {@code obs.sampling.policies} ask for, read once in premain.
 * YAML is loaded only if a file is named.
 */
final class TailSampling {
  private static final String SERVICE_NAME = "service.name";

  private final Configuration settings;
  private final TailRules rules;

  private TailSampling(Configuration settings, TailRules rules) {
    this.settings = settings;
    this.rules = rules;
  }

  /**
   * Reads what is asked for.
   *
   * @param complaints takes one line for each thing that cannot be used
   */
  static TailSampling configured(
      Configuration settings, ResourceDetector resource, List<String> complaints) {
    String path = settings.get(Options.SAMPLING_POLICIES);
    String text = settings.get(Options.SAMPLING_TAIL);
    if (path != null) {
      TailSampling read = read(settings, path, resource, complaints);
      if (text != null) {
        complaints.add(
            Options.SAMPLING_TAIL.name()
                + " is ignored: "
                + Options.SAMPLING_POLICIES.name()
                + " is set too");
      }
      return read;
    }
    if (text == null) {
      return new TailSampling(settings, null);
    }
    List<String> about = new ArrayList<>();
    TailRules rules = TailRules.parse(text, about);
    for (String complaint : about) {
      complaints.add(Options.SAMPLING_TAIL.name() + ": " + complaint);
    }
    return new TailSampling(settings, rules);
  }

  private static TailSampling read(
      Configuration settings, String path, ResourceDetector resource, List<String> complaints) {
    PolicyFile file =
        PolicyFile.read(new File(path), new DetectedAttributes(settings, resource), complaints);
    Configuration more = settings;
    if (file.rules() != null && file.rules().decisionWaitMillis() >= 0) {
      more = more.orElse(Options.DECISION_WAIT, file.rules().decisionWaitMillis());
    }
    if (file.memoryLimitBytes() > 0) {
      more = more.orElse(Options.MEMORY_LIMIT, file.memoryLimitBytes());
    }
    if (file.batchSpans() > 0) {
      more = more.orElse(Options.BSP_MAX_EXPORT_BATCH_SIZE, file.batchSpans());
    }
    if (file.batchDelayMillis() > 0) {
      more = more.orElse(Options.BSP_SCHEDULE_DELAY, file.batchDelayMillis());
    }
    return new TailSampling(more, file.rules());
  }

  /** The settings, with what the policy file says of waiting, memory and batches. */
  Configuration settings() {
    return settings;
  }

  /** A sampler that hands what is kept to {@code kept}; it can be given other rules later. */
  TailSampler before(FragmentSink kept) {
    TailSampler sampler = new TailSampler(rules, kept, new Forgotten());
    sampler.follow(
        HeadSamplers.floorUnderTail(settings),
        !settings.get(Options.SAMPLING_PROPAGATE).equals("always"));
    return sampler;
  }

  /** For the start line. */
  String description() {
    return rules == null ? "" : " tail=" + rules.description();
  }

  /** Where fragments go that are not kept. */
  private static final class Forgotten implements FragmentSink {
    @Override
    public void accept(Fragment fragment) {}
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
