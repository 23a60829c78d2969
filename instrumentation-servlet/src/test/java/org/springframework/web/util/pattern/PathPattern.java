package org.springframework.web.util.pattern;

/** Named and shaped like Spring's own type. */
public final class PathPattern {
  private final String text;

  public PathPattern(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
