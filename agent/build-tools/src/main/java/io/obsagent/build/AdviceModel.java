package io.obsagent.build;

import java.util.ArrayList;
import java.util.List;

/** One advice class as its annotations say: filled by {@link AdviceReader}. */
final class AdviceModel {
  /** Dotted. */
  final String className;

  /** Null when there is none. */
  Part enter;

  Part exit;

  AdviceModel(String className) {
    this.className = className;
  }

  String adapterName() {
    return className + "$Adapter";
  }

  /** Where a parameter of the advice gets its value from. */
  enum Source {
    SELF,
    ARGUMENT,
    ALL_ARGUMENTS,
    STATE,
    RETURNED,
    THROWN,
    ORIGIN
  }

  /** A parameter of an advice method. */
  static final class Parameter {
    final Source source;

    /** Of {@link Source#ARGUMENT}; else -1. */
    final int argument;

    /** JVM descriptor. */
    final String type;

    /** Says {@code typing = DYNAMIC}. */
    final boolean dynamic;

    Parameter(Source source, int argument, String type, boolean dynamic) {
      this.dynamic = dynamic;
      this.source = source;
      this.argument = argument;
      this.type = type;
    }
  }

  /** An argument that the result of enter replaces. */
  static final class Assignment {
    final int argument;

    /** Index into the returned array, or -1. */
    final int index;

    Assignment(int argument, int index) {
      this.argument = argument;
      this.index = index;
    }
  }

  /** The method called at enter, or at exit. */
  static final class Part {
    final String method;
    final String descriptor;

    /** JVM descriptor of what it returns. */
    final String returns;

    final List<Parameter> parameters = new ArrayList<>();
    final List<Assignment> assignments = new ArrayList<>();
    boolean replacesReturned;

    /** Exit runs too when the method throws. */
    boolean onThrowable;

    Part(String method, String descriptor) {
      this.method = method;
      this.descriptor = descriptor;
      returns = descriptor.substring(descriptor.indexOf(')') + 1);
    }

    boolean has(Source source) {
      for (Parameter parameter : parameters) {
        if (parameter.source == source) {
          return true;
        }
      }
      return false;
    }
  }
}
