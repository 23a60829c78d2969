package com.example.orders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Stands for an application of many classes: loads and initialises all that a list names. */
final class Preload {

  private Preload() {}

  static void classesIn(String resource) throws IOException, ClassNotFoundException {
    try (BufferedReader names =
        new BufferedReader(
            new InputStreamReader(
                Preload.class.getClassLoader().getResourceAsStream(resource),
                StandardCharsets.UTF_8))) {
      for (String name = names.readLine(); name != null; name = names.readLine()) {
        Class.forName(name);
      }
    }
  }
}
