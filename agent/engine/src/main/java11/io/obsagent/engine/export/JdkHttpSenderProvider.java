package io.obsagent.engine.export;

import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;

/** Makes {@link JdkHttpSender}s. Loaded by name, only where {@code java.net.http} exists. */
public final class JdkHttpSenderProvider implements HttpSenderProvider {
  /** Called by reflection. */
  public JdkHttpSenderProvider() {}

  @Override
  public HttpSender createSender(HttpSenderConfig config) {
    return new JdkHttpSender(config);
  }
}
