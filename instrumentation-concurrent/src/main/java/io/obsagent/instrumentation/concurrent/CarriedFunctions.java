package io.obsagent.instrumentation.concurrent;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The functions of asynchronous stages, each with its context; run at most once. */
final class CarriedFunctions {
  private CarriedFunctions() {}

  static final class OfSupplier<T> implements Supplier<T> {
    private final Supplier<T> function;
    private final Handover handover;

    OfSupplier(Supplier<T> function, Handover handover) {
      this.function = function;
      this.handover = handover;
    }

    @Override
    public T get() {
      if (!handover.begin()) {
        return function.get();
      }
      try {
        return function.get();
      } finally {
        handover.end();
      }
    }

    void drop() {
      handover.drop();
    }
  }

  static final class OfFunction<T, R> implements Function<T, R> {
    private final Function<T, R> function;
    private final Handover handover;

    OfFunction(Function<T, R> function, Handover handover) {
      this.function = function;
      this.handover = handover;
    }

    @Override
    public R apply(T value) {
      if (!handover.begin()) {
        return function.apply(value);
      }
      try {
        return function.apply(value);
      } finally {
        handover.end();
      }
    }
  }

  static final class OfConsumer<T> implements Consumer<T> {
    private final Consumer<T> function;
    private final Handover handover;

    OfConsumer(Consumer<T> function, Handover handover) {
      this.function = function;
      this.handover = handover;
    }

    @Override
    public void accept(T value) {
      if (!handover.begin()) {
        function.accept(value);
        return;
      }
      try {
        function.accept(value);
      } finally {
        handover.end();
      }
    }
  }

  static final class OfBiFunction<T, U, R> implements BiFunction<T, U, R> {
    private final BiFunction<T, U, R> function;
    private final Handover handover;

    OfBiFunction(BiFunction<T, U, R> function, Handover handover) {
      this.function = function;
      this.handover = handover;
    }

    @Override
    public R apply(T first, U second) {
      if (!handover.begin()) {
        return function.apply(first, second);
      }
      try {
        return function.apply(first, second);
      } finally {
        handover.end();
      }
    }
  }

  static final class OfBiConsumer<T, U> implements BiConsumer<T, U> {
    private final BiConsumer<T, U> function;
    private final Handover handover;

    OfBiConsumer(BiConsumer<T, U> function, Handover handover) {
      this.function = function;
      this.handover = handover;
    }

    @Override
    public void accept(T first, U second) {
      if (!handover.begin()) {
        function.accept(first, second);
        return;
      }
      try {
        function.accept(first, second);
      } finally {
        handover.end();
      }
    }
  }
}
