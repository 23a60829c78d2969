package io.obsagent.engine.trace;

/**
 * How large a span may grow ({@code otel.attribute.*limit}, {@code otel.span.*limit}). Immutable.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-limits">Span limits</a>
 */
public final class SpanLimits {
  /** 128 attributes, events and links; texts of 8 192 characters (semantics.md, section 0). */
  public static final SpanLimits DEFAULT = new SpanLimits(8_192, 128, 128, 128);

  final int textLength;
  final int attributes;
  final int events;
  final int links;

  /**
   * @param textLength longest text attribute, in characters
   * @param attributes most attributes per span
   * @param events most events per span
   * @param links most links per span
   */
  public SpanLimits(int textLength, int attributes, int events, int links) {
    this.textLength = textLength;
    this.attributes = attributes;
    this.events = events;
    this.links = links;
  }

  /** Longest text attribute, in characters. */
  public int textLength() {
    return textLength;
  }
}
