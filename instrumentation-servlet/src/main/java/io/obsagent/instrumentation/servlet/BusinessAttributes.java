package io.obsagent.instrumentation.servlet;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Option;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.propagation.BaggageEntry;
import io.obsagent.engine.semantics.http.HeaderCapture;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Attributes that mean something to the business (tenant, customer, user), taken from where the
 * request has them: {@code obs.attributes.from-*}. Only what was named is taken; names that promise
 * a secret are refused, and so are attributes which the conventions give a meaning. Where several
 * sources fill one attribute, the session goes before headers and those before baggage: it is the
 * application's own word. Immutable.
 */
final class BusinessAttributes {
  /** Characters: these are names and ids, not documents. */
  static final int MAX_LENGTH = 256;

  /** Attributes of the conventions begin so, among them all that a SERVER span has by itself. */
  private static final String[] RESERVED = {
    "http.", "url.", "network.", "server.", "client.", "error.", "user_agent.", "otel.",
  };

  private final Map<String, AttributeKey> keys = new HashMap<>();
  private final Mapping headers;
  private final Mapping baggage;
  private final Mapping session;
  private final AttributeKey user;

  BusinessAttributes(Configuration configuration) {
    headers = new Mapping(configuration, Options.ATTRIBUTES_FROM_HEADERS);
    baggage = new Mapping(configuration, Options.ATTRIBUTES_FROM_BAGGAGE);
    session = new Mapping(configuration, Options.ATTRIBUTES_FROM_SESSION);
    String name = configuration.get(Options.ATTRIBUTES_FROM_SESSION_USER);
    boolean allowed = name != null && !isReserved(name);
    if (name != null && !allowed) {
      say(Options.ATTRIBUTES_FROM_SESSION_USER, "the conventions give a meaning to", name);
    }
    user = allowed ? key(name) : null;
  }

  private static void say(Option<?> option, String why, Object names) {
    AgentLog.once(option.name() + why, option.name() + ": left out, because " + why + ": " + names);
  }

  private static boolean isReserved(String attribute) {
    for (String prefix : RESERVED) {
      if (attribute.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /** Spans compare keys by identity. */
  private AttributeKey key(String name) {
    AttributeKey key = keys.get(name);
    if (key == null) {
      key = AttributeKey.string(name);
      keys.put(name, key);
    }
    return key;
  }

  /** What headers and baggage say; to be asked of a span that records. */
  <Q> void fromRequest(Span span, ServletAdapter<Q, ?> adapter, Q request) {
    for (int i = 0; i < baggage.names.length; i++) {
      set(span, baggage.keys[i], BaggageEntry.value(span.baggage(), baggage.names[i]));
    }
    for (int i = 0; i < headers.names.length; i++) {
      set(span, headers.keys[i], adapter.first(request, headers.names[i]));
    }
  }

  /** False in nearly every service: then a session is not even looked for. */
  boolean asksSession() {
    return user != null || session.names.length > 0;
  }

  /** What the session says, if there is one. An invalid one throws and says nothing. */
  <Q> void fromSession(Span span, ServletAdapter<Q, ?> adapter, Q request) {
    try {
      if (!adapter.hasSession(request)) {
        return;
      }
      if (user != null) {
        set(span, user, adapter.user(request));
      }
      for (int i = 0; i < session.names.length; i++) {
        set(span, session.keys[i], text(adapter.sessionAttribute(request, session.names[i])));
      }
    } catch (RuntimeException invalidated) {
      // A session that ended in between, or a store that does not answer: the container's affair.
    }
  }

  private static void set(Span span, AttributeKey key, String value) {
    if (value != null && !value.isEmpty()) {
      span.set(key, value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) : value);
    }
  }

  /** Objects of the application's own are not asked for a text. */
  private static String text(Object value) {
    if (value instanceof String) {
      return (String) value;
    }
    boolean plain =
        value instanceof Integer
            || value instanceof Long
            || value instanceof Short
            || value instanceof Byte
            || value instanceof Double
            || value instanceof Float
            || value instanceof Boolean
            || value instanceof Character;
    return plain ? value.toString() : null;
  }

  /** Names at the source, and the attributes they become. */
  private final class Mapping {
    final String[] names;
    final AttributeKey[] keys;

    Mapping(Configuration configuration, Option<Map<String, String>> option) {
      List<String> allowed = new ArrayList<>();
      List<AttributeKey> attributes = new ArrayList<>();
      List<String> secret = new ArrayList<>();
      List<String> reserved = new ArrayList<>();
      for (Map.Entry<String, String> entry : configuration.get(option).entrySet()) {
        boolean forced = entry.getKey().startsWith("!");
        String name = forced ? entry.getKey().substring(1).trim() : entry.getKey();
        if (!forced && HeaderCapture.promisesSecret(name)) {
          secret.add(name);
        } else if (isReserved(entry.getValue())) {
          reserved.add(entry.getValue());
        } else if (!name.isEmpty()) {
          allowed.add(name);
          attributes.add(key(entry.getValue()));
        }
      }
      names = allowed.toArray(new String[0]);
      keys = attributes.toArray(new AttributeKey[0]);
      if (!secret.isEmpty()) {
        say(option, "they carry secrets (a leading ! forces it)", secret);
      }
      if (!reserved.isEmpty()) {
        say(option, "the conventions give a meaning to", reserved);
      }
    }
  }
}
