package io.obsagent.engine.metrics.process;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.trace.AttributeKey;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** {@code jvm.gc.duration}, from the notification each collection ends with. */
final class GcMetrics implements NotificationListener {
  private final DurationHistogram durations;

  private GcMetrics(DurationHistogram durations) {
    this.durations = durations;
  }

  static void register(Metrics metrics) {
    GcMetrics listener =
        new GcMetrics(
            metrics.histogram(
                JvmMetrics.SCOPE,
                "jvm.gc.duration",
                "Duration of JVM garbage collection actions.",
                Buckets.GC,
                AttributeKey.string("jvm.gc.action"),
                AttributeKey.string("jvm.gc.name")));
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter) {
        ((NotificationEmitter) collector).addNotificationListener(listener, null, null);
      }
    }
  }

  /** On a thread of the JVM's own, which must not see a fault of ours. */
  @Override
  public void handleNotification(Notification notification, Object handback) {
    try {
      if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(
          notification.getType())) {
        GarbageCollectionNotificationInfo info =
            GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
        durations.record(
            TimeUnit.MILLISECONDS.toNanos(info.getGcInfo().getDuration()),
            false,
            info.getGcAction(),
            info.getGcName());
      }
    } catch (Throwable fault) {
      AgentHealth.count("metrics.gc_faults");
    }
  }
}
