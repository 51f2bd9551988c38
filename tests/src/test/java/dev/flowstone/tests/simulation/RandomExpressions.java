package dev.flowstone.tests.simulation;

/// Expressions at random, over the names in sight; now and then one that has no value.
final class RandomExpressions {
  private final Draw draw;

  RandomExpressions(Draw draw) {
    this.draw = draw;
  }

  String number(Sight sight) {
    return switch (draw.below(8)) {
      case 0, 1 -> sight.numbers().isEmpty() ? literal() : draw.of(sight.numbers());
      case 2, 3 -> sight.records().isEmpty() ? literal() : draw.of(sight.records()) + ".n";
      case 4 -> number(sight) + " + " + literal();
      case 5 -> "input.size";
      case 6 -> draw.chance(10) ? "1 / (input.size - input.size)" : "size(" + list(sight) + ")";
      default -> literal();
    };
  }

  private String literal() {
    return Integer.toString(draw.below(5));
  }

  String condition(Sight sight) {
    return switch (draw.below(6)) {
      case 0, 1 -> sight.records().isEmpty() ? "input.flag" : draw.of(sight.records()) + ".ok";
      case 2, 3 -> number(sight) + draw.any(" > ", " < ", " == ", " != ") + number(sight);
      case 4 -> "!(" + condition(sight) + ")";
      default ->
          sight.records().isEmpty()
              ? "input.size > 0"
              : draw.of(sight.records()) + ".kind == \"a\"";
    };
  }

  String list(Sight sight) {
    return switch (draw.below(5)) {
      case 0 -> sight.records().isEmpty() ? "input.items" : draw.of(sight.records()) + ".list";
      case 1, 2 -> "input.items";
      case 3 -> "[]";
      default -> "[" + number(sight) + ", " + literal() + "]";
    };
  }

  /// What may be returned, yielded, passed on.
  String anything(Sight sight) {
    return switch (draw.below(5)) {
      case 0 -> sight.records().isEmpty() ? "null" : draw.of(sight.records());
      case 1 -> "{ a: " + number(sight) + ", b: " + condition(sight) + " }";
      case 2 -> "\"text ${" + number(sight) + "}\"";
      default -> number(sight);
    };
  }

  /// A literal duration.
  String pause() {
    return draw.any("1ms", "500ms", "1s", "3s", "10s", "1m", "5m", "20m", "2h");
  }

  String duration(Sight sight) {
    return draw.chance(15) ? condition(sight) + " ? " + pause() + " : " + pause() : pause();
  }
}
