package com.example.orders;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Answers each line of standard input with one line: {@code stats <bytes allocated so far by all
 * Java threads> <Java threads>}. Standard input and not a servlet, because that costs no agent
 * anything. Only the beans of the threads are used; the rest of JMX stays unloaded.
 */
final class Console {

  private Console() {}

  /** Returns when standard input ends. */
  static void answer() throws IOException {
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Threads that have ended keep what they were last seen with.
    Map<Long, Long> allocated = new HashMap<>();
    while (questions.readLine() != null) {
      long[] ids = threads.getAllThreadIds();
      long[] bytes = threads.getThreadAllocatedBytes(ids);
      for (int i = 0; i < ids.length; i++) {
        if (bytes[i] >= 0) {
          allocated.put(ids[i], bytes[i]);
        }
      }
      long sum = 0;
      for (long each : allocated.values()) {
        sum += each;
      }
      System.out.println("stats " + sum + " " + ids.length);
    }
  }
}
