package io.obsagent.engine;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.logs.LogCapture;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.propagation.Propagator;
import io.obsagent.engine.trace.Tracer;

/**
 * The engine that instrumentations use: set once by the agent before anything is woven, constant
 * afterwards but for the {@link #configuration}. Static, because the code that asks is called from
 * woven methods which have nowhere to keep it; the agent's class loader holds exactly one.
 */
public final class Engine {
  private static Engine instance;
  private static volatile String serviceName;
  private static volatile Configuration configuration;
  private static LogCapture captured = LogCapture.off();
  private static volatile LogCapture logs = LogCapture.off();

  private final Tracer tracer;
  private final Propagator propagator;
  private final Metrics metrics;

  private Engine(Tracer tracer, Propagator propagator, Metrics metrics) {
    this.tracer = tracer;
    this.propagator = propagator;
    this.metrics = metrics;
  }

  /**
   * Installs the engine. Called before weaving begins, so the class loading of every user happens
   * after it; tests may install another one.
   */
  public static void install(
      Configuration configuration, Tracer tracer, Propagator propagator, Metrics metrics) {
    instance = new Engine(tracer, propagator, metrics);
    reconfigure(configuration);
  }

  /**
   * Another configuration is in force from now on: one that differs in what may be changed while
   * running. Who asks for {@link #configuration} sees another object then.
   */
  public static void reconfigure(Configuration changed) {
    configuration = changed;
    logs = changed.get(Options.ENABLED) ? captured : LogCapture.off();
    LiveSwitch.turnAll(changed);
  }

  /** As the other form, with metrics by default: for tests. */
  public static void install(Configuration configuration, Tracer tracer, Propagator propagator) {
    install(configuration, tracer, propagator, Metrics.of(Metrics.DEFAULT_SERIES_LIMIT, false));
  }

  /** Says once, at start, under which {@code service.name} all this runs. */
  public static void nameService(String name) {
    serviceName = name;
  }

  /** {@code service.name}, or null before it was said. */
  public static String serviceName() {
    return serviceName;
  }

  public static Tracer tracer() {
    return instance.tracer;
  }

  public static Propagator propagator() {
    return instance.propagator;
  }

  /** Where recorders get their instruments, once, to keep them. */
  public static Metrics metrics() {
    return instance.metrics;
  }

  /** Says once, at start, what becomes of log records; without it they are left alone. */
  public static void captureLogs(LogCapture capture) {
    captured = capture;
    logs = configuration == null || configuration.get(Options.ENABLED) ? capture : LogCapture.off();
  }

  /** Where loggers hand in what they let through. */
  public static LogCapture logs() {
    return logs;
  }

  /**
   * The configuration in force. What is made of it is made again when this is another object. Cost:
   * one volatile read.
   */
  public static Configuration configuration() {
    return configuration;
  }
}
