package com.example.library;

import java.io.Serializable;

/** Can be serialized, and declares no serialVersionUID. */
@SuppressWarnings("serial")
public class SavedDesk implements Serializable {
  public int stamps;

  public void stamp() {
    stamps++;
  }
}
