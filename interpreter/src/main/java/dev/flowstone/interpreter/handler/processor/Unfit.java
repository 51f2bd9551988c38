package dev.flowstone.interpreter.handler.processor;

import javax.lang.model.element.Element;

/// A handler, or a type of it, that cannot be: ends the look at that handler, and becomes a compile
/// error at `place`.
final class Unfit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Element place;
  private final String text;

  Unfit(Element place, String text) {
    super(text, null, false, false);
    this.place = place;
    this.text = text;
  }

  Element place() {
    return place;
  }

  String text() {
    return text;
  }
}
