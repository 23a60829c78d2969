package io.obsagent.engine.sampling.tail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Makes policies of their blocks in a policy file: the Collector's types with its options and
 * defaults, and ours.
 */
final class PolicyReader {
  private static final String KNOWN =
      "always_sample, and, boolean_attribute, bytes_limiting, composite, drop, latency, not,"
          + " numeric_attribute, probabilistic, rate_limiting, span_count, status_code,"
          + " string_attribute, trace_flags, trace_state; error, latency_percentile, log_error,"
          + " new_exception, parent, rare";

  private final ResourceAttributes resource;
  private final List<String> complaints;

  /** Keys that mean nothing in process, each once, in the order in which they were met. */
  final Set<String> meaningless = new LinkedHashSet<>();

  /** Somebody named the policy that is in force anyway. */
  boolean parentNamed;

  PolicyReader(ResourceAttributes resource, List<String> complaints) {
    this.resource = resource;
    this.complaints = complaints;
  }

  /** A policy at the top; null where it cannot be used, or says nothing new. */
  Rule rule(YamlBlock block) {
    try {
      String type = type(block);
      if (type.equals(TailRules.PARENT)) {
        parentNamed = true;
        return null;
      }
      if (type.equals("drop")) {
        YamlBlock options = block.block("drop");
        Rule rule =
            new Rule(name(block), Rule.Kind.DROP, new Both(policies(options, "drop_sub_policy")));
        sayOthers(block, options, type);
        return rule;
      }
      Policy policy = policy(block);
      boolean inverted = policy instanceof Attribute && ((Attribute) policy).isInverted();
      return new Rule(name(block), inverted ? Rule.Kind.INVERTED : Rule.Kind.KEEP, policy);
    } catch (PolicyFileFault fault) {
      complaints.add(fault.getMessage() + "; policy " + safeName(block) + " is ignored");
      return null;
    }
  }

  private static String name(YamlBlock block) {
    String name = block.text("name");
    return name == null ? block.text("type") : name;
  }

  private static String safeName(YamlBlock block) {
    try {
      String name = block.text("name");
      return name == null ? "without a name" : name;
    } catch (PolicyFileFault noText) {
      return "without a name";
    }
  }

  private static String type(YamlBlock block) {
    String type = block.text("type");
    if (type == null) {
      throw new PolicyFileFault(block.where() + "a policy needs a type, one of " + KNOWN);
    }
    return type;
  }

  private Policy policy(YamlBlock block) {
    String type = type(block);
    block.text("name");
    YamlBlock options = block.block(type);
    Policy policy = policy(type, block, options);
    sayOthers(block, options, type);
    return policy;
  }

  private void sayOthers(YamlBlock block, YamlBlock options, String type) {
    for (String key : options.others()) {
      complaints.add(
          options.where(key)
              + key
              + " is no setting of "
              + type
              + ", ignored; known are "
              + String.join(", ", options.known()));
    }
    for (String key : block.others()) {
      complaints.add(block.where(key) + key + " is ignored in a policy of type " + type);
    }
  }

  private Policy policy(String type, YamlBlock block, YamlBlock options) {
    switch (type) {
      case "always_sample":
        return new AlwaysSample();
      case "status_code":
        return statusCode(options);
      case "error":
        return new StatusCode(/* error= */ true, /* unset= */ false);
      case "latency":
        return new Latency(
            notNegative(options, "threshold_ms", 0), notNegative(options, "upper_threshold_ms", 0));
      case "probabilistic":
        meaningless(options, "hash_salt");
        return new Probabilistic(options.number("sampling_percentage", 0));
      case "string_attribute":
        return stringAttribute(options);
      case "numeric_attribute":
        return numericAttribute(options);
      case "boolean_attribute":
        return booleanAttribute(options);
      case "span_count":
        return new SpanCount(
            notNegative(options, "min_spans", 0), notNegative(options, "max_spans", 0));
      case "rate_limiting":
        return Limiting.spans(positive(options, "spans_per_second"));
      case "bytes_limiting":
        return bytesLimiting(options);
      case "trace_state":
        return new TraceStateMember(
            required(options, "key"), values(options).toArray(new String[0]));
      case "trace_flags":
        return new TraceFlags();
      case "and":
        return new Both(policies(options, "and_sub_policy"));
      case "not":
        return opposite(options);
      case "composite":
        return composite(options);
      case "rare":
        return rare(options);
      case "latency_percentile":
        return latencyPercentile(options);
      case "log_error":
        return new LogError();
      case "new_exception":
        return new NewException();
      case "ottl_condition":
        throw block.fault("type", "ottl_condition is not supported: OTTL is the Collector's");
      case "drop":
        throw block.fault("type", "drop stands only at the top");
      default:
        throw block.fault("type", type + " is no policy type; known are " + KNOWN);
    }
  }

  private static Policy statusCode(YamlBlock options) {
    boolean error = false;
    boolean unset = false;
    List<String> codes = options.texts("status_codes");
    for (String code : codes) {
      error |= code.equals("ERROR");
      unset |= code.equals("UNSET");
      if (!code.equals("ERROR") && !code.equals("UNSET") && !code.equals("OK")) {
        throw options.fault("status_codes", code + " is no status code: OK, ERROR or UNSET");
      }
    }
    if (codes.isEmpty()) {
      throw options.fault("status_codes", "status_code needs status_codes: OK, ERROR or UNSET");
    }
    return new StatusCode(error, unset);
  }

  private Policy stringAttribute(YamlBlock options) {
    String key = required(options, "key");
    List<String> values = values(options);
    boolean inverted = options.flag("invert_match", false);
    meaningless(options, "cache_max_size");
    if (!options.flag("enabled_regex_matching", false)) {
      return StringAttribute.equalTo(key, values.toArray(new String[0]), inverted)
          .resource(resource.attribute(key));
    }
    List<Pattern> patterns = new ArrayList<>();
    for (String value : values) {
      try {
        patterns.add(Pattern.compile(value));
      } catch (PatternSyntaxException malformed) {
        throw options.fault(
            "values", value + " is not a regular expression (" + malformed.getDescription() + ")");
      }
    }
    return StringAttribute.matching(key, patterns.toArray(new Pattern[0]), inverted)
        .resource(resource.attribute(key));
  }

  private static List<String> values(YamlBlock options) {
    List<String> values = options.texts("values");
    if (values.isEmpty()) {
      throw options.fault("values", "values are needed");
    }
    return values;
  }

  private Policy numericAttribute(YamlBlock options) {
    String key = required(options, "key");
    return new NumericAttribute(
            key,
            options.whole("min_value", Long.MIN_VALUE),
            options.whole("max_value", Long.MAX_VALUE),
            options.flag("invert_match", false))
        .resource(resource.attribute(key));
  }

  private Policy booleanAttribute(YamlBlock options) {
    String key = required(options, "key");
    return new BooleanAttribute(
            key, options.flag("value", false), options.flag("invert_match", false))
        .resource(resource.attribute(key));
  }

  private static Policy bytesLimiting(YamlBlock options) {
    long perSecond = positive(options, "bytes_per_second");
    long burst = notNegative(options, "burst_capacity", 0);
    return Limiting.bytes(perSecond, burst == 0 ? 2 * perSecond : burst);
  }

  private Policy opposite(YamlBlock options) {
    if (!options.has("not_sub_policy")) {
      throw options.fault("not_sub_policy", "not needs a not_sub_policy");
    }
    return new Opposite(policy(options.block("not_sub_policy")));
  }

  private Policy[] policies(YamlBlock options, String key) {
    List<YamlBlock> blocks = options.blocks(key);
    if (blocks.isEmpty()) {
      throw options.fault(key, "a list of policies is needed: " + key);
    }
    Policy[] policies = new Policy[blocks.size()];
    for (int i = 0; i < policies.length; i++) {
      policies[i] = policy(blocks.get(i));
    }
    return policies;
  }

  private Policy composite(YamlBlock options) {
    double most = positive(options, "max_total_spans_per_second");
    Map<String, Policy> named = new LinkedHashMap<>();
    for (YamlBlock block : options.blocks("composite_sub_policy")) {
      named.put(name(block), policy(block));
    }
    List<String> order = options.texts("policy_order");
    if (order.isEmpty()) {
      order = new ArrayList<>(named.keySet());
    }
    Map<String, Double> allocated = allocated(options, named, most);
    Policy[] policies = new Policy[order.size()];
    double[] rates = new double[order.size()];
    for (int i = 0; i < policies.length; i++) {
      policies[i] = named.get(order.get(i));
      if (policies[i] == null) {
        throw options.fault("policy_order", order.get(i) + " is no composite_sub_policy here");
      }
      rates[i] = allocated.get(order.get(i));
    }
    if (policies.length == 0) {
      throw options.fault("composite_sub_policy", "composite needs composite_sub_policy");
    }
    return new Composite(policies, rates);
  }

  /** Spans per second of each policy. Those that are not named share what the others leave. */
  private static Map<String, Double> allocated(
      YamlBlock options, Map<String, Policy> named, double most) {
    Map<String, Double> rates = new HashMap<>();
    double left = most;
    for (YamlBlock block : options.blocks("rate_allocation")) {
      String name = block.text("policy");
      long percent = block.whole("percent", 0);
      if (!named.containsKey(name)) {
        throw block.fault("policy", name + " is no composite_sub_policy here");
      }
      if (percent < 0 || percent > 100) {
        throw block.fault("percent", percent + " is not a percentage from 0 to 100");
      }
      double rate = percent == 0 ? most / named.size() : most * percent / 100;
      rates.put(name, rate);
      left -= rate;
    }
    int unnamed = named.size() - rates.size();
    for (String name : named.keySet()) {
      if (!rates.containsKey(name)) {
        rates.put(name, Math.max(0, left) / unnamed);
      }
    }
    return rates;
  }

  private static Policy rare(YamlBlock options) {
    long millis = options.millis("period", 900_000);
    if (millis < 1) {
      throw options.fault("period", "period is not more than 0");
    }
    return new Rare(millis);
  }

  private static Policy latencyPercentile(YamlBlock options) {
    double percentile = options.number("percentile", 99);
    if (!(percentile > 0 && percentile < 100)) {
      throw options.fault("percentile", percentile + " is not between 0 and 100");
    }
    return new LatencyPercentile(percentile);
  }

  private void meaningless(YamlBlock options, String key) {
    if (options.has(key)) {
      meaningless.add(key);
    }
  }

  private static String required(YamlBlock options, String key) {
    String text = options.text(key);
    if (text == null || text.isEmpty()) {
      throw options.fault(key, key + " is needed");
    }
    return text;
  }

  private static long positive(YamlBlock options, String key) {
    long value = options.whole(key, 0);
    if (value < 1) {
      throw options.fault(key, key + " is needed, 1 or more");
    }
    return value;
  }

  private static long notNegative(YamlBlock options, String key, long otherwise) {
    long value = options.whole(key, otherwise);
    if (value < 0) {
      throw options.fault(key, key + " is less than 0");
    }
    return value;
  }
}
