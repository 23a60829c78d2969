package io.obsagent.instrumentation.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * Writes down each call of real libraries: class and identity of every object, in the order in
 * which they turned up; never what an object says of itself.
 */
public final class WatchAdvice {
  private static final List<String> SEEN = Collections.synchronizedList(new ArrayList<>());
  private static final Map<Object, Integer> NUMBERS = new IdentityHashMap<>();

  private static volatile Thread only;

  private WatchAdvice() {}

  /** Forgets everything; then events of one thread count, or of all when it is null. */
  public static synchronized void watch(Thread thread) {
    only = thread;
    SEEN.clear();
    NUMBERS.clear();
  }

  /** What was seen since then. */
  public static synchronized List<String> seen() {
    return new ArrayList<>(SEEN);
  }

  @Advice.OnMethodEnter(inline = false)
  public static Object enter(
      @Advice.This Object self,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin("#m") String method) {
    return event("> ", method, self, arguments, null, null);
  }

  @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
  public static void exit(
      @Advice.Enter Object entered,
      @Advice.This Object self,
      @Advice.AllArguments Object[] arguments,
      @Advice.Origin("#m") String method,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object returned,
      @Advice.Thrown Throwable thrown) {
    event("< ", method, self, arguments, new Object[] {returned, thrown}, entered);
  }

  private static synchronized Object event(
      String mark, String method, Object self, Object[] in, Object[] out, Object entered) {
    if (only != null && only != Thread.currentThread()) {
      return null;
    }
    StringBuilder line = new StringBuilder(mark).append(name(self)).append('.').append(method);
    for (Object each : in) {
      line.append(' ').append(name(each));
    }
    if (out != null) {
      line.append(" =").append(name(out[0])).append(" !").append(name(out[1]));
      line.append(" of ").append(entered);
    }
    SEEN.add(line.toString());
    return SEEN.size();
  }

  private static String name(Object each) {
    if (each == null || each instanceof Number || each instanceof Boolean) {
      return String.valueOf(each);
    }
    Integer number = NUMBERS.get(each);
    if (number == null) {
      number = NUMBERS.size();
      NUMBERS.put(each, number);
    }
    return each.getClass().getName() + '#' + number;
  }
}
