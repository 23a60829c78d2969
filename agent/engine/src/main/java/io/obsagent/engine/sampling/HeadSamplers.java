package io.obsagent.engine.sampling;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Makes the sampler that {@code otel.traces.sampler} asks for. */
public final class HeadSamplers {
  private static final String PARENT_BASED = "parentbased_";

  private HeadSamplers() {}

  /**
   * The sampler that is configured.
   *
   * @param complaints takes one line about an argument that is out of range
   */
  public static HeadSampler configured(Configuration configuration, List<String> complaints) {
    String name = configuration.get(Options.SAMPLER);
    if (name.startsWith(PARENT_BASED)) {
      String root = name.substring(PARENT_BASED.length());
      return new ParentBasedSampler(named(root, configuration, complaints));
    }
    return named(name, configuration, complaints);
  }

  /**
   * The head sampler before a tail sampler: while that has rules it records everything and promises
   * only what is certain. What is configured still drops where traces begin; {@code always_off}
   * drops everything.
   *
   * @param base the threshold from which on the tail sampler is sure to keep a trace;
   *     2<sup>56</sup> or more if there is none, negative while it has no rules; asked twice at
   *     every local root, so it must be cheap
   * @param complaints takes one line about an argument that is out of range
   */
  public static HeadSampler underTail(
      Configuration configuration, LongSupplier base, List<String> complaints) {
    String name = configuration.get(Options.SAMPLER);
    HeadSampler alone = configured(configuration, complaints);
    if (name.equals("always_off")) {
      return alone;
    }
    return new PromisingSampler(
        alone,
        root(configuration),
        base,
        configuration.get(Options.SAMPLING_PROPAGATE).equals("always"));
  }

  /**
   * The threshold that every trace which begins here has passed before the tail sampler sees it: 0
   * where the head drops none, negative where nobody knows. What a tail sampler says of such a
   * trace is never lower.
   */
  public static long floorUnderTail(Configuration configuration) {
    return PromisingSampler.floorOf(root(configuration));
  }

  /** What decides where a trace begins. */
  private static HeadSampler root(Configuration configuration) {
    String name = configuration.get(Options.SAMPLER);
    return named(
        name.startsWith(PARENT_BASED) ? name.substring(PARENT_BASED.length()) : name,
        configuration,
        new ArrayList<String>());
  }

  private static HeadSampler named(
      String name, Configuration configuration, List<String> complaints) {
    Double argument = configuration.get(Options.SAMPLER_ARG);
    switch (name) {
      case "always_off":
        return new ProbabilitySampler(Threshold.NEVER, name);
      case "traceidratio":
        double ratio = argument == null ? 1 : argument;
        if (ratio > 1) {
          complaints.add(
              Options.SAMPLER_ARG.name() + "=" + ratio + " is not a ratio from 0 to 1: 1 is used");
          ratio = 1;
        }
        return new ProbabilitySampler(Threshold.ofRatio(ratio), name + "{" + ratio + "}");
      case "rate_limited":
        double perSecond = argument == null ? 10 : argument;
        return perSecond == 0
            ? new ProbabilitySampler(Threshold.NEVER, name + "{0}")
            : new RateLimitedSampler(perSecond, new MonotonicClock());
      default:
        return new ProbabilitySampler(0, name);
    }
  }

  /** A class rather than a lambda, which premain must not need. */
  private static final class MonotonicClock implements LongSupplier {
    @Override
    public long getAsLong() {
      return System.nanoTime();
    }
  }
}
