package io.obsagent.agent;

import java.io.IOException;

/** A program that says it is there and runs until its standard input ends. */
public final class Waiting {
  private Waiting() {}

  public static void main(String[] args) throws IOException {
    System.err.println("waiting");
    while (System.in.read() >= 0) {
      continue;
    }
  }
}
