package com.example.kafka.api;

import java.util.concurrent.Callable;

/** What the application can ask the test that runs it; of types that both sides know. */
public interface Probe {
  /** The trace the calling thread is in, 32 digits, or "none". */
  String traceId();

  /** A call the application makes, which is a span of this name. */
  void work(String name);

  /** As a servlet container would. */
  <T> T inRequest(Callable<T> request) throws Exception;
}
