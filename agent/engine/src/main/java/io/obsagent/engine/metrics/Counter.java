package io.obsagent.engine.metrics;

import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.util.List;

/**
 * Counts things, up only ({@link Instrument.Kind#COUNTER}) or up and down.
 *
 * <p>Cost of adding: finding the series ({@link SeriesTable}) and one addition, striped where
 * threads meet. No lock.
 */
public final class Counter extends Instrument {
  private final boolean enabled;
  private final Table table;

  Counter(
      boolean enabled,
      int limit,
      Kind kind,
      InstrumentationScope scope,
      String name,
      String unit,
      String description,
      AttributeKey[] keys) {
    super(kind, scope, name, unit, description, keys);
    this.enabled = enabled;
    this.table = new Table(enabled ? limit : 1, kind == Kind.COUNTER);
  }

  /** False when nobody will ever read it: then its attributes need not be looked for. */
  public boolean isEnabled() {
    return enabled;
  }

  /** As the longest form, for up to two attributes. */
  public void add(long amount, Object v0, Object v1) {
    add(amount, v0, v1, null, null, null, null, null, null);
  }

  /** As the longest form, for up to four attributes. */
  public void add(long amount, Object v0, Object v1, Object v2, Object v3) {
    add(amount, v0, v1, v2, v3, null, null, null, null);
  }

  /**
   * Adds. What goes up and down must come down under the values under which it went up.
   *
   * @param amount negative only where it may go down
   * @param v0 to {@code v7}: values of the attributes, as for {@link DurationHistogram}
   */
  public void add(
      long amount,
      Object v0,
      Object v1,
      Object v2,
      Object v3,
      Object v4,
      Object v5,
      Object v6,
      Object v7) {
    if (enabled) {
      ((SumSeries) table.get(v0, v1, v2, v3, v4, v5, v6, v7)).add(amount);
    }
  }

  @Override
  void drain(Drain drain) {
    table.drain(drain);
  }

  @Override
  List<Point> points() {
    return table.points();
  }

  @Override
  int seriesCount() {
    return table.size();
  }

  private static final class Table extends SeriesTable {
    private final boolean monotonic;

    Table(int limit, boolean monotonic) {
      super(limit);
      this.monotonic = monotonic;
    }

    @Override
    Series create(Object[] values, int hash) {
      return new SumSeries(values, hash, monotonic);
    }
  }
}
