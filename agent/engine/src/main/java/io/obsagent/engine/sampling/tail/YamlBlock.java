package io.obsagent.engine.sampling.tail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of a YAML file, whose entries are asked for by name and know their lines. What is not
 * asked for in the end is {@linkplain #others not known}.
 */
final class YamlBlock {
  private static final String MERGE = "<<";

  private final String file;
  private final Node node;
  private final Map<String, Node> entries = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  YamlBlock(String file, Node node) {
    this.file = file;
    this.node = node;
    if (node instanceof MappingNode) {
      read((MappingNode) node);
    } else if (!isNothing(node)) {
      throw new PolicyFileFault(where(node) + "a mapping is expected here");
    }
  }

  /** An empty one that stands where another does. */
  private YamlBlock(YamlBlock other) {
    this.file = other.file;
    this.node = other.node;
  }

  private void read(MappingNode mapping) {
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode) {
        String key = ((ScalarNode) tuple.getKeyNode()).getValue();
        if (!key.equals(MERGE)) {
          entries.put(key, tuple.getValueNode());
        }
      }
    }
    // What is merged in gives way to what stands here.
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode
          && ((ScalarNode) tuple.getKeyNode()).getValue().equals(MERGE)) {
        for (Map.Entry<String, Node> merged :
            new YamlBlock(file, tuple.getValueNode()).entries.entrySet()) {
          entries.putIfAbsent(merged.getKey(), merged.getValue());
        }
      }
    }
  }

  private static boolean isNothing(Node node) {
    return node instanceof ScalarNode
        && (((ScalarNode) node).getValue().isEmpty()
            || ((ScalarNode) node).getValue().equals("null")
            || ((ScalarNode) node).getValue().equals("~"));
  }

  /** {@code tail.yaml:12: }, for the beginning of a complaint. */
  String where() {
    return where(node);
  }

  /** The same for the value of an entry. */
  String where(String key) {
    Node value = entries.get(key);
    return where(value == null ? node : value);
  }

  private String where(Node at) {
    return file
        + (at.getStartMark().isPresent() ? ":" + (at.getStartMark().get().getLine() + 1) : "")
        + ": ";
  }

  PolicyFileFault fault(String key, String text) {
    return new PolicyFileFault(where(key) + text);
  }

  boolean has(String key) {
    asked.add(key);
    return entries.containsKey(key) && !isNothing(entries.get(key));
  }

  Set<String> keys() {
    return entries.keySet();
  }

  /** Keys nobody asked for. */
  List<String> others() {
    List<String> others = new ArrayList<>(entries.keySet());
    others.removeAll(asked);
    return others;
  }

  /** Keys that were asked for: those that mean something. */
  List<String> known() {
    return new ArrayList<>(asked);
  }

  /** The text of a scalar; null where there is none. */
  String text(String key) {
    if (!has(key)) {
      return null;
    }
    return scalar(entries.get(key), key);
  }

  private String scalar(Node value, String key) {
    if (!(value instanceof ScalarNode)) {
      throw new PolicyFileFault(where(value) + key + " is not a single value");
    }
    return ((ScalarNode) value).getValue();
  }

  double number(String key, double otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    try {
      double number = Double.parseDouble(text.replace("_", ""));
      if (!Double.isNaN(number) && !Double.isInfinite(number)) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw fault(key, key + ": " + text + " is not a number");
  }

  long whole(String key, long otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(text.replace("_", ""));
    } catch (NumberFormatException notWhole) {
      throw fault(key, key + ": " + text + " is not a whole number");
    }
  }

  boolean flag(String key, boolean otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw fault(key, key + ": " + text + " is not true or false");
    }
    return text.equalsIgnoreCase("true");
  }

  /** Milliseconds of a duration as the Collector writes it: {@code 1m30s}, {@code 1.5s}. */
  long millis(String key, long otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    double millis = GoDuration.millis(text);
    if (!(millis >= 0)) {
      throw fault(key, key + ": " + text + " is not a duration such as 10s or 1m30s");
    }
    return (long) millis;
  }

  /** The scalars of a list; a scalar alone is a list of one. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    if (has(key)) {
      Node value = entries.get(key);
      if (value instanceof SequenceNode) {
        for (Node item : ((SequenceNode) value).getValue()) {
          texts.add(scalar(item, key));
        }
      } else {
        texts.add(scalar(value, key));
      }
    }
    return texts;
  }

  /** The mapping under a key; an empty one where there is none. */
  YamlBlock block(String key) {
    return has(key) ? new YamlBlock(file, entries.get(key)) : new YamlBlock(this);
  }

  /** The mappings of a list. */
  List<YamlBlock> blocks(String key) {
    List<YamlBlock> blocks = new ArrayList<>();
    for (Node item : list(key)) {
      blocks.add(new YamlBlock(file, item));
    }
    return blocks;
  }

  /** The same, where an item that is no mapping costs a complaint and not the others. */
  List<YamlBlock> blocks(String key, List<String> complaints) {
    List<YamlBlock> blocks = new ArrayList<>();
    for (Node item : list(key)) {
      try {
        blocks.add(new YamlBlock(file, item));
      } catch (PolicyFileFault fault) {
        complaints.add(fault.getMessage());
      }
    }
    return blocks;
  }

  private List<Node> list(String key) {
    if (!has(key)) {
      return Collections.emptyList();
    }
    Node value = entries.get(key);
    if (!(value instanceof SequenceNode)) {
      throw fault(key, key + " is not a list");
    }
    return ((SequenceNode) value).getValue();
  }
}
