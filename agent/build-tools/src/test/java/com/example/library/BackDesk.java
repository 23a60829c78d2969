package com.example.library;

/** Overrides a woven method of a woven class. */
public class BackDesk extends FrontDesk {
  @Override
  public void stamp() {
    super.stamp();
    stamps += 10;
  }
}
