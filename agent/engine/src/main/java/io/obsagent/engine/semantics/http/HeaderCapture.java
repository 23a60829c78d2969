package io.obsagent.engine.semantics.http;

import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.AttributeKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which headers become attributes: those on the list, except names that promise a secret. Who wants
 * even such a header puts an exclamation mark before its name, {@code !authorization}. Immutable.
 */
public final class HeaderCapture {
  private static final Glob[] REFUSED = {
    Glob.ignoringCase("authorization"),
    Glob.ignoringCase("proxy-authorization"),
    Glob.ignoringCase("cookie"),
    Glob.ignoringCase("set-cookie"),
    Glob.ignoringCase("*token*"),
    Glob.ignoringCase("*secret*"),
    Glob.ignoringCase("*key*"),
    Glob.ignoringCase("*password*"),
  };

  private final String[] names;
  private final AttributeKey[] keys;
  private final List<String> refused = new ArrayList<>();

  private HeaderCapture(Collection<String> wanted, boolean ofRequest) {
    List<String> allowed = new ArrayList<>();
    for (String one : wanted) {
      boolean forced = one.startsWith("!");
      String name = forced ? one.substring(1).trim() : one;
      if (!forced && promisesSecret(name)) {
        refused.add(name);
      } else if (!name.isEmpty()) {
        allowed.add(name);
      }
    }
    names = allowed.toArray(new String[0]);
    keys = new AttributeKey[names.length];
    for (int i = 0; i < names.length; i++) {
      keys[i] =
          ofRequest
              ? HttpAttributes.requestHeader(names[i])
              : HttpAttributes.responseHeader(names[i]);
    }
  }

  /** Captures headers of requests; names as configured. */
  public static HeaderCapture ofRequests(Collection<String> names) {
    return new HeaderCapture(names, true);
  }

  /** Captures headers of responses; names as configured. */
  public static HeaderCapture ofResponses(Collection<String> names) {
    return new HeaderCapture(names, false);
  }

  /** What is called so is not to leave unless somebody insists. */
  public static boolean promisesSecret(String name) {
    for (Glob glob : REFUSED) {
      if (glob.matches(name)) {
        return true;
      }
    }
    return false;
  }

  /** How many headers are captured; 0 is the normal case. */
  public int size() {
    return names.length;
  }

  public String name(int index) {
    return names[index];
  }

  public AttributeKey key(int index) {
    return keys[index];
  }

  /** Names that were asked for and are not captured, to be said once. */
  public List<String> refused() {
    return refused;
  }
}
