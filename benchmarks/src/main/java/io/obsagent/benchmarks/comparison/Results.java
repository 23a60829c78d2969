package io.obsagent.benchmarks.comparison;

import io.obsagent.benchmarks.comparison.ThreadTimes.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** All that was measured. */
final class Results {

  /** One kind of request to one service, until that service's next turn. */
  record Turn(
      String candidate,
      int round,
      Kind kind,
      long requests,
      double rate,
      double p50,
      double p99,
      Map<Group, Double> cpuMicros,
      double bytes,
      double spansArrived) {

    /** Microseconds of all threads but the JIT's, whose work ends some day. */
    double cpu() {
      return cpuMicros.get(Group.APPLICATION)
          + cpuMicros.get(Group.AGENT)
          + cpuMicros.get(Group.GC);
    }
  }

  /** Latencies at a rate that is the same for all, in milliseconds. */
  record Paced(String candidate, Kind kind, double rate, double p50, double p99) {}

  /** Something measured once per JVM. */
  record Single(String candidate, String what, double value) {}

  final List<Candidate> candidates;
  final List<Turn> turns = new ArrayList<>();
  final List<Paced> paced = new ArrayList<>();
  final List<Single> singles = new ArrayList<>();

  Results(List<Candidate> candidates) {
    this.candidates = candidates;
  }

  boolean has(String candidate) {
    return candidates.stream().anyMatch(each -> each.name().equals(candidate));
  }

  void single(Candidate candidate, String what, double value) {
    singles.add(new Single(candidate.name(), what, value));
  }

  Numbers singles(String candidate, String what) {
    return new Numbers(
        singles.stream()
            .filter(one -> one.candidate().equals(candidate) && one.what().equals(what))
            .map(Single::value)
            .toList());
  }

  /** Of what was measured once per JVM: each minus that of no agent at the same place. */
  Numbers overhead(String candidate, String what) {
    List<Double> with = values(candidate, what);
    List<Double> without = values(Candidate.NONE, what);
    return new Numbers(
        IntStream.range(0, Math.min(with.size(), without.size()))
            .mapToObj(i -> with.get(i) - without.get(i))
            .toList());
  }

  private List<Double> values(String candidate, String what) {
    return singles.stream()
        .filter(one -> one.candidate().equals(candidate) && one.what().equals(what))
        .map(Single::value)
        .toList();
  }

  Numbers turns(String candidate, Kind kind, ToDoubleFunction<Turn> value) {
    return new Numbers(
        turns.stream()
            .filter(turn -> turn.candidate().equals(candidate) && turn.kind() == kind)
            .map(value::applyAsDouble)
            .toList());
  }

  int rounds() {
    return turns.stream().mapToInt(Turn::round).max().orElse(-1) + 1;
  }

  private Optional<Turn> turn(String candidate, Kind kind, int round) {
    return turns.stream()
        .filter(
            turn ->
                turn.candidate().equals(candidate) && turn.kind() == kind && turn.round() == round)
        .findFirst();
  }

  /** Agent minus no agent in the same round, for each round. */
  List<Double> overheads(String candidate, Kind kind, ToDoubleFunction<Turn> value) {
    List<Double> all = new ArrayList<>();
    for (int round = 0; round < rounds(); round++) {
      Optional<Turn> with = turn(candidate, kind, round);
      Optional<Turn> without = turn(Candidate.NONE, kind, round);
      if (with.isPresent() && without.isPresent()) {
        all.add(value.applyAsDouble(with.get()) - value.applyAsDouble(without.get()));
      }
    }
    return all;
  }

  /** CPU overhead over that of OpenTelemetry, summed over all kinds but the plain one, by round. */
  Numbers cpuRatio(String candidate) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds(); round++) {
      double mine = 0;
      double other = 0;
      for (Kind kind : Kind.values()) {
        if (kind != Kind.PLAIN) {
          mine += difference(candidate, kind, round);
          other += difference(Candidate.OTEL, kind, round);
        }
      }
      if (!Double.isNaN(mine / other)) {
        ratios.add(mine / other);
      }
    }
    return new Numbers(ratios);
  }

  private double difference(String candidate, Kind kind, int round) {
    Optional<Turn> with = turn(candidate, kind, round);
    Optional<Turn> without = turn(Candidate.NONE, kind, round);
    return with.isPresent() && without.isPresent()
        ? with.get().cpu() - without.get().cpu()
        : Double.NaN;
  }
}
