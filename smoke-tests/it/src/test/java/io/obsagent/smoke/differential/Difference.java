package io.obsagent.smoke.differential;

/**
 * One fact that two agents tell differently of what is the same span.
 *
 * @param span for example {@code storefront CLIENT db}
 * @param fact {@code attribute db.system}, {@code parent}, {@code span} for a span only one has…
 * @param theirs {@link #ABSENT} where they do not tell it
 * @param ours {@link #ABSENT} where we do not tell it
 */
record Difference(String step, String span, String fact, String theirs, String ours) {

  static final String ABSENT = "-";

  /** Without the step: what an explanation explains, wherever it happens. */
  String text() {
    return span + " | " + fact + " | " + theirs + " | " + ours;
  }

  @Override
  public String toString() {
    return step + ": " + text();
  }
}
