package io.obsagent.engine.resource;

import java.util.List;

/** The id of the container this process runs in, from what the kernel says of its control group. */
final class ContainerId {
  private static final int LENGTH = 64;

  private ContainerId() {}

  /** 64 hexadecimal digits; null outside containers. */
  static String of(Surroundings surroundings) {
    String id = fromControlGroup(surroundings.lines("proc/self/cgroup"));
    return id == null ? fromMounts(surroundings.lines("proc/self/mountinfo")) : id;
  }

  /** Version 1: {@code 5:cpu:/docker/<id>}, {@code .../cri-containerd-<id>.scope}. */
  private static String fromControlGroup(List<String> lines) {
    for (String line : lines) {
      String last = line.substring(line.lastIndexOf('/') + 1);
      if (last.endsWith(".scope")) {
        last = last.substring(0, last.length() - ".scope".length());
      }
      last = last.substring(Math.max(last.lastIndexOf('-'), last.lastIndexOf(':')) + 1);
      if (isId(last)) {
        return last;
      }
    }
    return null;
  }

  /**
   * Version 2 shows only {@code 0::/}; but engines mount {@code /etc/hostname} from a directory
   * named like the container. Kubernetes mounts that of the pod's sandbox, which is not ours.
   */
  private static String fromMounts(List<String> lines) {
    for (String line : lines) {
      if (!line.contains("/etc/hostname ") || line.contains("/sandboxes/")) {
        continue;
      }
      int start = 0;
      while (start <= line.length()) {
        int end = start;
        while (end < line.length() && line.charAt(end) != '/' && line.charAt(end) != ' ') {
          end++;
        }
        String segment = line.substring(start, end);
        if (isId(segment)) {
          return segment;
        }
        start = end + 1;
      }
    }
    return null;
  }

  private static boolean isId(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
