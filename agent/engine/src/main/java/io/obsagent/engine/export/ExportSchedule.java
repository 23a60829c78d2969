package io.obsagent.engine.export;

/**
 * When the exporting thread works. Immutable.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/sdk/#batching-processor">Batching
 *     processor</a>
 */
public final class ExportSchedule {
  /** {@code otel.bsp.schedule.delay}. */
  public static final int DEFAULT_DELAY_MILLIS = 5_000;

  /** {@code otel.bsp.max.export.batch.size}. */
  public static final int DEFAULT_BATCH_SPANS = 512;

  /** A person is watching: traces appear while the click is still remembered. */
  public static final int PROMPT_DELAY_MILLIS = 100;

  private final int delayMillis;
  private final int batchSpans;

  /**
   * @param delayMillis longest time a fragment waits for others to share its batch
   * @param batchSpans spans that are enough to go at once
   */
  public ExportSchedule(int delayMillis, int batchSpans) {
    this.delayMillis = Math.max(1, delayMillis);
    this.batchSpans = Math.max(1, batchSpans);
  }

  int delayMillis() {
    return delayMillis;
  }

  int batchSpans() {
    return batchSpans;
  }
}
