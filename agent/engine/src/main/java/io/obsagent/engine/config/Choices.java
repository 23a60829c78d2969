package io.obsagent.engine.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A closed set of words, and the words OpenTelemetry has beside them with what is used in their
 * place. Upper and lower case do not matter.
 */
final class Choices {
  private static final String NONE = "none";

  private final List<String> words;
  private final List<String> foreign = new ArrayList<>();
  private final List<String> instead = new ArrayList<>();
  private final List<Boolean> silent = new ArrayList<>();

  Choices(String... words) {
    this.words = Arrays.asList(words);
  }

  /** OpenTelemetry's {@code word} is reported at start and {@code replacement} is used. */
  Choices unsupported(String word, String replacement) {
    foreign.add(word);
    instead.add(replacement);
    silent.add(Boolean.FALSE);
    return this;
  }

  /** OpenTelemetry's {@code word} means the same as our {@code replacement}. */
  Choices alias(String word, String replacement) {
    foreign.add(word);
    instead.add(replacement);
    silent.add(Boolean.TRUE);
    return this;
  }

  OptionType<String> one() {
    return new One(this);
  }

  OptionType<List<String>> list() {
    return new Several(this);
  }

  /** Our word for {@code text}. */
  private String resolve(String text, OptionType.Remarks remarks) {
    String word = text.toLowerCase(Locale.ROOT);
    if (words.contains(word)) {
      return word;
    }
    int known = foreign.indexOf(word);
    if (known < 0) {
      String nearest = Nearest.of(word, words);
      throw new IllegalArgumentException(
          "one of "
              + OptionTypes.join(words, ", ")
              + (nearest == null ? "" : " (did you mean " + nearest + "?)"));
    }
    String replacement = instead.get(known);
    if (!silent.get(known)) {
      remarks.unsupported(replacement + " is used for " + word);
    }
    return replacement;
  }

  private static final class One extends OptionType<String> {
    private final Choices choices;

    One(Choices choices) {
      super("one of " + OptionTypes.join(choices.words, ", "));
      this.choices = choices;
    }

    @Override
    String parse(String text, Remarks remarks) {
      return choices.resolve(text, remarks);
    }
  }

  private static final class Several extends OptionType<List<String>> {
    private final Choices choices;

    Several(Choices choices) {
      super("list of " + OptionTypes.join(choices.words, ", "));
      this.choices = choices;
    }

    @Override
    List<String> parse(String text, Remarks remarks) {
      List<String> result = new ArrayList<>();
      List<String> parts = OptionTypes.split(text);
      IllegalArgumentException firstProblem = null;
      for (int i = 0; i < parts.size(); i++) {
        try {
          String word = choices.resolve(parts.get(i), remarks);
          if (!result.contains(word)) {
            result.add(word);
          }
        } catch (IllegalArgumentException unknown) {
          firstProblem = firstProblem == null ? unknown : firstProblem;
          if (parts.size() > 1) {
            remarks.wrong(parts.get(i) + " is not " + unknown.getMessage() + " and is left out");
          }
        }
      }
      if (firstProblem != null && result.isEmpty()) {
        throw firstProblem;
      }
      // "none" is the empty list; beside others it means nothing.
      result.remove(NONE);
      return Collections.unmodifiableList(result);
    }

    @Override
    String format(List<String> value) {
      return OptionTypes.join(value, ",");
    }
  }
}
