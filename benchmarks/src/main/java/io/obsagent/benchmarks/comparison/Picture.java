package io.obsagent.benchmarks.comparison;

import java.util.List;
import java.util.Locale;

/** Two rows of bars, as SVG: what each agent adds to a request of each kind. */
final class Picture {
  private static final int WIDTH = 860;
  private static final int CHART = 210;
  private static final int TOP = 60;
  private static final List<String> COLOURS =
      List.of(
          "#1b6ca8", "#59a5d8", "#9fcbe8", "#d5e7f4", "#e3e3e3", "#e07b39", "#b04a5a", "#7d5ba6");

  private final Results results;
  private final List<Candidate> candidates;
  private final StringBuilder out = new StringBuilder();

  Picture(Results results) {
    this.results = results;
    this.candidates = results.candidates.stream().filter(each -> each.jar().isPresent()).toList();
  }

  String text() {
    int height = TOP + 2 * (CHART + 70);
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n",
            WIDTH,
            height));
    out.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    int x = 20;
    for (int i = 0; i < candidates.size(); i++) {
      rectangle(x, 16, 12, 12, colour(i));
      String title = candidates.get(i).title();
      label(x + 16, 26, "start", title);
      x += 34 + title.length() * 6;
      if (x > WIDTH - 150) {
        x = 20;
      }
    }
    chart(TOP, "Bytes allocated per request, more than without an agent", true);
    chart(TOP + CHART + 70, "CPU µs per request, more than without an agent", false);
    return out.append("</svg>\n").toString();
  }

  private void chart(int top, String title, boolean bytes) {
    label(20, top + 10, "start", title);
    double greatest = 0;
    for (Candidate candidate : candidates) {
      for (Kind kind : Kind.values()) {
        greatest = Math.max(greatest, value(candidate, kind, bytes));
      }
    }
    int bottom = top + CHART + 20;
    int group = (WIDTH - 40) / Kind.values().length;
    int bar = Math.max(6, (group - 24) / Math.max(1, candidates.size()));
    for (Kind kind : Kind.values()) {
      int left = 20 + kind.ordinal() * group;
      for (int i = 0; i < candidates.size(); i++) {
        double value = value(candidates.get(i), kind, bytes);
        int length = greatest > 0 ? (int) Math.max(0, value / greatest * (CHART - 30)) : 0;
        rectangle(left + i * bar, bottom - length, bar - 2, length, colour(i));
        out.append(
            String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" font-size=\"8\" text-anchor=\"middle\">%.0f</text>%n",
                left + i * bar + bar / 2,
                bottom - length - 3,
                value));
      }
      label(left, bottom + 16, "start", kind.label());
    }
  }

  private double value(Candidate candidate, Kind kind, boolean bytes) {
    double median =
        new Numbers(
                results.overheads(
                    candidate.name(), kind, bytes ? Results.Turn::bytes : Results.Turn::cpu))
            .median();
    return Double.isNaN(median) ? 0 : median;
  }

  private static String colour(int index) {
    return COLOURS.get(index % COLOURS.size());
  }

  private void rectangle(int x, int y, int width, int height, String colour) {
    out.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
            x,
            y,
            width,
            height,
            colour));
  }

  private void label(int x, int y, String anchor, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            text));
  }
}
