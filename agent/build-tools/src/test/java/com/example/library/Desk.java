package com.example.library;

/** What the tests' library is about: something that serves. */
public interface Desk {
  String serve(String guest, long number, double rate) throws Exception;

  int count(int[] numbers);

  void stamp();
}
