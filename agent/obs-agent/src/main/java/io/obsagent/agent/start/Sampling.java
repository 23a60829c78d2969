package io.obsagent.agent.start;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.LiveSettings;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.sampling.HeadSampler;
import io.obsagent.engine.sampling.HeadSamplers;
import io.obsagent.engine.sampling.tail.TailSampler;
import io.obsagent.engine.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Head and tail as the settings say, at the start and when they change: the two go together. */
final class Sampling {
  private final TailSampler tail;
  private final ResourceDetector resource;

  Sampling(TailSampler tail, ResourceDetector resource) {
    this.tail = tail;
    this.resource = resource;
  }

  /**
   * The head before the tail, which is told of it.
   *
   * @param complaints takes a line about each argument that cannot be used
   */
  HeadSampler head(Configuration configuration, List<String> complaints) {
    HeadSampler head = HeadSamplers.underTail(configuration, new BaseThreshold(tail), complaints);
    tail.follow(
        HeadSamplers.floorUnderTail(configuration),
        !configuration.get(Options.SAMPLING_PROPAGATE).equals("always"));
    return head;
  }

  /** Who puts a change of head or tail into force. */
  LiveSettings.Change changeOf(Tracer tracer) {
    return new Change(tracer);
  }

  private final class Change implements LiveSettings.Change {
    private final Tracer tracer;

    Change(Tracer tracer) {
      this.tracer = tracer;
    }

    @Override
    public String apply(Configuration next) {
      List<String> complaints = new ArrayList<>(0);
      TailSettings read = TailSettings.of(next, resource);
      if (!read.isUsable()) {
        complaints.addAll(read.complaints());
      }
      HeadSamplers.configured(next, complaints);
      if (!complaints.isEmpty()) {
        return "is not accepted: " + complaints.get(0);
      }
      for (String remark : read.complaints()) {
        AgentLog.event(remark);
      }
      tail.replace(read.rules());
      tracer.sampleBy(head(next, complaints));
      return null;
    }
  }

  /** For the head: what the tail sampler is sure to keep. */
  private static final class BaseThreshold implements LongSupplier {
    private final TailSampler tail;

    BaseThreshold(TailSampler tail) {
      this.tail = tail;
    }

    @Override
    public long getAsLong() {
      return tail.baseThreshold();
    }
  }
}
