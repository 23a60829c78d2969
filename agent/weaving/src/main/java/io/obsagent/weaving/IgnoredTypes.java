package io.obsagent.weaving;

import java.util.Arrays;

/**
 * Classes that never matter, told by the beginning of their internal name: the first check on each
 * class that loads. A class of the JDK that a plan names is asked for before.
 */
final class IgnoredTypes {
  private static final String[] JDK = {
    "java/", // the platform; what is woven of it is named in the plan
    "jdk/",
    "sun/", // with the reflection accessors of old JDKs
    "com/sun/proxy/", // dynamic proxies: whom they call is woven
    "com/sun/crypto/",
    "com/sun/jndi/",
    "com/sun/net/",
    "com/sun/org/",
    "com/sun/security/"
  };

  private static final String[] OTHERS = {
    "io/obsagent/", // ourselves
    "net/bytebuddy/", // other agents' weaving
    "io/opentelemetry/javaagent/", // the OpenTelemetry agent
    "datadog/", // the Datadog agent
    "com/datadoghq/",
    "co/elastic/apm/", // Elastic's agent
    "com/newrelic/",
    "com/nr/",
    "com/dynatrace/",
    "com/singularity/", // AppDynamics
    "com/appdynamics/",
    "org/glowroot/",
    "com/instana/",
    "org/jacoco/agent/",
    "com/intellij/rt/", // the debugger's and test runner's agent
    "com/jprofiler/",
    "com/yourkit/"
  };

  private static final String[][] JDK_BY_FIRST = byFirst(JDK);
  private static final String[][] OTHERS_BY_FIRST = byFirst(OTHERS);

  private IgnoredTypes() {}

  /** Belongs to the JDK, as far as the name tells ({@code javax.} does not). */
  static boolean isJdk(String internalName) {
    return startsWithOneOf(internalName, JDK_BY_FIRST);
  }

  static boolean isOther(String internalName) {
    return startsWithOneOf(internalName, OTHERS_BY_FIRST);
  }

  /** By their first character: names are asked for interpreted at first, where a call costs. */
  private static String[][] byFirst(String[] prefixes) {
    String[][] table = new String[128][];
    for (String prefix : prefixes) {
      char first = prefix.charAt(0);
      String[] known = table[first] == null ? new String[0] : table[first];
      String[] more = Arrays.copyOf(known, known.length + 1);
      more[known.length] = prefix;
      table[first] = more;
    }
    return table;
  }

  private static boolean startsWithOneOf(String name, String[][] prefixes) {
    char first = name.isEmpty() ? 0 : name.charAt(0);
    String[] candidates = first < prefixes.length ? prefixes[first] : null;
    if (candidates != null) {
      for (String prefix : candidates) {
        if (name.startsWith(prefix)) {
          return true;
        }
      }
    }
    return false;
  }
}
