package io.obsagent.engine.sampling.tail;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * {@code obs.sampling.policies}: a file of the Collector's, of which {@code tail_sampling} is read,
 * and {@code memory_limiter} and {@code batch} beside it. Whatever cannot be used is said with file
 * and line, and the rest is in force. The only user of a YAML library, so that it is loaded only
 * where there is a file.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/tailsamplingprocessor">Tail
 *     Sampling Processor</a>
 */
public final class PolicyFile {
  private static final String TAIL = "tail_sampling";
  private static final String MEMORY = "memory_limiter";
  private static final String BATCH = "batch";

  private final String name;
  private final List<String> complaints;
  private final Set<String> ignored = new LinkedHashSet<>();
  private TailRules rules;
  private long memoryLimitBytes = -1;
  private int batchSpans = -1;
  private long batchDelayMillis = -1;

  private PolicyFile(String name, List<String> complaints) {
    this.name = name;
    this.complaints = complaints;
  }

  /**
   * Reads a file. Never throws because of what it says.
   *
   * @param resource asked for the keys that policies on attributes name
   * @param complaints takes a line for each thing that cannot be used
   */
  public static PolicyFile read(File file, ResourceAttributes resource, List<String> complaints) {
    try (Reader reader = new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8)) {
      return read(reader, file.getName(), resource, complaints);
    } catch (IOException | SecurityException unreadable) {
      complaints.add(
          file + " cannot be read (" + unreadable.getMessage() + "): no tail sampling by it");
      return new PolicyFile(file.getName(), complaints);
    }
  }

  static PolicyFile read(
      Reader reader, String name, ResourceAttributes resource, List<String> complaints) {
    PolicyFile file = new PolicyFile(name, complaints);
    try {
      Optional<Node> root =
          new Compose(LoadSettings.builder().setLabel(name).build()).composeReader(reader);
      if (root.isPresent()) {
        file.readAll(new YamlBlock(name, root.get()), resource);
      }
      if (file.rules == null) {
        complaints.add(name + ": no policy of a tail_sampling block can be used");
      }
    } catch (MarkedYamlEngineException malformed) {
      String line =
          malformed.getProblemMark().isPresent()
              ? ":" + (malformed.getProblemMark().get().getLine() + 1)
              : "";
      complaints.add(name + line + ": not YAML: " + malformed.getProblem());
    } catch (PolicyFileFault | YamlEngineException unusable) {
      complaints.add(unusable.getMessage());
    }
    return file;
  }

  private void readAll(YamlBlock root, ResourceAttributes resource) {
    YamlBlock processors = root.has("processors") ? root.block("processors") : root;
    List<String> others = new ArrayList<>();
    for (String key : processors.keys()) {
      switch (kind(key)) {
        case TAIL:
          if (rules == null) {
            readRules(processors.block(key), resource);
          } else {
            complaints.add(processors.where(key) + key + " is ignored: one tail_sampling is read");
          }
          break;
        case MEMORY:
          readMemory(processors.block(key));
          break;
        case BATCH:
          readBatch(processors.block(key));
          break;
        default:
          others.add(key);
          break;
      }
    }
    if (processors != root) {
      others.addAll(root.others());
    }
    if (!others.isEmpty()) {
      complaints.add(name + ": not read: " + String.join(", ", others));
    }
    if (!ignored.isEmpty()) {
      complaints.add(name + ": without meaning in process, ignored: " + String.join(", ", ignored));
    }
  }

  /** {@code tail_sampling} of {@code tail_sampling/shop}. */
  private static String kind(String key) {
    int slash = key.indexOf('/');
    return slash < 0 ? key : key.substring(0, slash);
  }

  private void readRules(YamlBlock block, ResourceAttributes resource) {
    PolicyReader reader = new PolicyReader(resource, complaints);
    List<Rule> rulesRead = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (YamlBlock policy : block.blocks("policies", complaints)) {
      Rule rule = reader.rule(policy);
      if (rule != null) {
        if (!names.add(rule.name)) {
          complaints.add(
              policy.where() + "a second policy is named " + rule.name + ": they count as one");
        }
        rulesRead.add(rule);
      }
    }
    long wait = optional(block, "decision_wait");
    if (!rulesRead.isEmpty() || reader.parentNamed) {
      rules = new TailRules(rulesRead, name, wait);
    }
    ignored.addAll(block.others());
    ignored.addAll(reader.meaningless);
  }

  private void readMemory(YamlBlock block) {
    try {
      long limit = block.whole("limit_mib", 0);
      // Where the Collector begins to refuse.
      long soft = limit - block.whole("spike_limit_mib", 0);
      if (limit > 0 && soft > 0) {
        memoryLimitBytes = soft << 20;
      } else {
        complaints.add(block.where("limit_mib") + "limit_mib less spike_limit_mib is no limit");
      }
    } catch (PolicyFileFault fault) {
      complaints.add(fault.getMessage() + ", ignored");
    }
    ignored.addAll(block.others());
  }

  private void readBatch(YamlBlock block) {
    try {
      batchSpans = (int) Math.min(Integer.MAX_VALUE, block.whole("send_batch_size", -1));
    } catch (PolicyFileFault fault) {
      complaints.add(fault.getMessage() + ", ignored");
    }
    batchDelayMillis = optional(block, "timeout");
    ignored.addAll(block.others());
  }

  private long optional(YamlBlock block, String key) {
    try {
      return block.millis(key, -1);
    } catch (PolicyFileFault fault) {
      complaints.add(fault.getMessage() + ", ignored");
      return -1;
    }
  }

  /** Null where no policy can be used. */
  public TailRules rules() {
    return rules;
  }

  /** Of {@code memory_limiter}: {@code limit_mib} less {@code spike_limit_mib}; -1 if not said. */
  public long memoryLimitBytes() {
    return memoryLimitBytes;
  }

  /** {@code send_batch_size} of {@code batch}; -1 if not said. */
  public int batchSpans() {
    return batchSpans;
  }

  /** {@code timeout} of {@code batch}, in milliseconds; -1 if not said. */
  public long batchDelayMillis() {
    return batchDelayMillis;
  }
}
