package io.obsagent.engine.metrics;

import io.obsagent.engine.trace.Context;
import java.util.concurrent.TimeUnit;

/**
 * The durations of one set of attribute values. Cold, it has one cell at one significant digit (3
 * KB); hot, from {@value #HOT_PER_SECOND} calls a second, one at two digits for each core (22 KB
 * each), chosen by thread so that two cores rarely meet. It cools down when it has less than a
 * quarter of that.
 */
final class HistogramSeries extends Series {
  static final int HOT_PER_SECOND = 100;

  /** A shorter visit says little about how busy a series is. */
  private static final long MIN_ELAPSED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A thread that is about to record into a cell which is no longer used has that many visits. */
  private static final int FAREWELLS = 2;

  private final Cell[] cold = {new Cell(Cell.COLD_DIGITS)};
  private volatile Cell[] cells = cold;

  /** Null until a sampled call was counted. */
  private volatile Exemplars exemplars;

  // The drain's own, from here on.
  private final double[] edges;
  private final Distribution total;
  private Cell[] hot;
  private int farewells;

  /** What is in none of the cells: of hot ones that are gone, of a series let go. Null: nothing. */
  private Distribution besides;

  private boolean besidesMoved;

  /** What was readable when this series was let go. */
  private Distribution atRelease;

  HistogramSeries(Object[] values, int hash, double[] edges, boolean exponential) {
    super(values, hash);
    this.edges = edges;
    this.total = new Distribution(edges, exponential);
  }

  /** Cost: as {@link Cell#record}, and if hot {@link Stripes#ofCurrentThread}. */
  void record(long nanos, boolean error) {
    Cell[] all = cells;
    Cell cell = all.length == 1 ? all[0] : all[Stripes.ofCurrentThread() & (all.length - 1)];
    cell.record(nanos < 1 ? 1 : nanos, error);
  }

  /** A sampled call was recorded, by this span. */
  void offerExemplar(Context span, long nanos) {
    Exemplars offered = exemplars;
    if (offered == null) {
      // Two threads may do so; then one of the two first candidates is lost.
      offered = new Exemplars(edges);
      exemplars = offered;
    }
    offered.offer(span, nanos);
  }

  @Override
  boolean drain(Drain drain) {
    Exemplars offered = exemplars;
    if (offered != null) {
      offered.drain();
    }
    long before = total.count;
    boolean found = cold[0].hasMoved();
    if (hot != null) {
      for (Cell cell : hot) {
        found |= cell.hasMoved();
      }
    }
    if (found || besidesMoved) {
      recount();
    }
    adapt(drain, total.count - before);
    return found;
  }

  private void recount() {
    besidesMoved = false;
    total.clear();
    if (besides != null) {
      total.add(besides);
    }
    cold[0].addTo(total);
    if (hot != null) {
      for (Cell cell : hot) {
        cell.addTo(total);
      }
    }
  }

  private Distribution besides() {
    if (besides == null) {
      besides = empty();
    }
    besidesMoved = true;
    return besides;
  }

  private Distribution empty() {
    return new Distribution(edges, total.exponential != null);
  }

  private void adapt(Drain drain, long came) {
    if (drain.elapsedNanos < MIN_ELAPSED_NANOS) {
      return;
    }
    double perSecond = came * 1e9 / drain.elapsedNanos;
    if (hot == null) {
      if (perSecond >= HOT_PER_SECOND && drain.heat()) {
        hot = new Cell[drain.stripes()];
        for (int i = 0; i < hot.length; i++) {
          hot[i] = new Cell.Padded(Cell.HOT_DIGITS);
        }
        farewells = 0;
        cells = hot;
      }
    } else if (cells == hot) {
      if (perSecond < HOT_PER_SECOND / 4.0) {
        cells = cold;
      }
    } else if (++farewells > FAREWELLS) {
      for (Cell cell : hot) {
        cell.addTo(besides());
      }
      hot = null;
      drain.cool();
    }
  }

  /** As a thread does that chose its cell before the series cooled down. */
  void recordHot(long nanos) {
    hot[0].record(nanos, false);
  }

  boolean isHot() {
    return cells != cold;
  }

  @Override
  boolean isReleasable() {
    return hot == null;
  }

  @Override
  void release() {
    atRelease = empty();
    atRelease.add(total);
  }

  @Override
  void absorb(Series late) {
    HistogramSeries gone = (HistogramSeries) late;
    gone.total.subtract(gone.atRelease);
    besides().add(gone.total);
  }

  @Override
  Point point() {
    Exemplars offered = exemplars;
    return Point.ofDurations(this, total, offered == null ? null : offered.shown());
  }
}
