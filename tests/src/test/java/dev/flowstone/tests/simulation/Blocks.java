package dev.flowstone.tests.simulation;

import dev.flowstone.tests.simulation.Generator.Place;

/// Statements that hold blocks, at random.
final class Blocks {
  private final Generator generator;
  private final Draw draw;
  private final RandomExpressions exprs;

  Blocks(Generator generator, Draw draw, RandomExpressions exprs) {
    this.generator = generator;
    this.draw = draw;
    this.exprs = exprs;
  }

  void choose(Sight sight, Place place) {
    generator.open("if " + exprs.condition(sight) + " {");
    boolean otherwise = draw.chance(60);
    Sight first = sight.copy();
    boolean reached = generator.block(first, place.deeper(), false);
    if (draw.chance(25)) {
      generator.turn("} else if " + exprs.condition(sight) + " {");
      generator.block(sight.copy(), place.deeper(), false);
      reached = true;
      first = sight.copy();
    }
    if (otherwise) {
      generator.turn("} else {");
      Sight second = sight.copy();
      generator.block(second, place.deeper(), true);
      if (!reached) {
        sight.merge(second); // only this way leads on
      }
    }
    generator.close("}");
  }

  void match(Sight sight, Place place) {
    boolean words = !sight.records().isEmpty() && draw.chance(50);
    String subject = words ? draw.of(sight.records()) + ".kind" : exprs.number(sight);
    generator.open("match " + subject + " {");
    String[] cases = words ? new String[] {"\"a\"", "\"b\", \"c\""} : new String[] {"0, 1", "2"};
    for (String values : cases) {
      generator.open("case " + values + " {");
      generator.block(sight.copy(), place.deeper(), false);
      generator.close("}");
    }
    generator.open(draw.chance(80) ? "else {" : words ? "case \"d\" {" : "case 7 {");
    generator.block(sight.copy(), place.deeper(), true);
    generator.close("}");
    generator.close("}");
  }

  void scope(Sight sight, Place place) {
    generator.open("scope {");
    generator.block(sight, place.deeper(), true);
    generator.close("}");
  }

  void repeat(Sight sight, Place place) {
    String count = generator.fresh("n");
    generator.line(count + " = 0");
    int turns = draw.between(1, 3);
    String condition = draw.chance(60) ? count + " < " + turns : exprs.condition(sight);
    generator.open("while " + condition + " max " + draw.between(1, 4) + " {");
    Sight inside = sight.copy();
    inside.addNumber(count);
    if (!condition.startsWith(count) || draw.chance(90)) {
      generator.line(count + " = " + count + " + 1");
    }
    generator.block(inside, place.in(!place.last(), place.yields(), place.branch()), false);
    generator.close("}");
    sight.addNumber(count);
  }

  void items(Sight sight, Place place) {
    String item = generator.fresh("i");
    boolean yields = !place.last() && draw.chance(60);
    String target = yields ? generator.fresh("l") + " = " : "";
    generator.open(
        target + "for " + item + " in " + exprs.list(sight) + draw.any("", "", policy()) + " {");
    Sight inside = sight.copy();
    inside.addReadOnly(item);
    boolean open =
        generator.block(inside, place.in(!place.last(), !place.last(), place.branch()), yields);
    if (yields && open) {
      generator.line("yield " + exprs.anything(inside));
    }
    generator.close("}");
  }

  void parallelItems(Sight sight, Place place) {
    String item = generator.fresh("i");
    boolean yields = !place.last() && draw.chance(60);
    String target = yields ? generator.fresh("l") + " = " : "";
    generator.open(
        target
            + "for "
            + item
            + " in "
            + exprs.list(sight)
            + " parallel "
            + draw.between(1, 3)
            + draw.any("", policy())
            + " {");
    Sight inside = sight.behindBorder();
    inside.addReadOnly(item);
    boolean open = generator.block(inside, place.in(false, !place.last(), true), yields);
    if (yields && open) {
      generator.line("yield " + exprs.anything(inside));
    }
    generator.close("}");
  }

  private String policy() {
    return draw.any(" settle", " first 1", " first 2", " tolerate 1", " tolerate 50%");
  }

  void parallel(Sight sight, Place place) {
    int branches = draw.between(2, 3);
    String policy = draw.any("", "", " settle", " first 1", " first 2", " tolerate 1");
    String target = !policy.isEmpty() && draw.chance(50) ? generator.fresh("e") + " = " : "";
    generator.open(target + "parallel" + draw.any("", "", " max 1", " max 2") + policy + " {");
    Sight before = sight.behindBorder();
    for (int i = 0; i < branches; i++) {
      Sight inside = before.copy();
      generator.open("{");
      generator.block(inside, place.in(false, false, true), true);
      generator.close("}");
      if (policy.isEmpty()) {
        sight.merge(inside);
      }
    }
    generator.close("}");
  }

  void attempt(Sight sight, Place place) {
    boolean caught = draw.chance(80);
    generator.open("try {");
    boolean ends = generator.block(sight.copy(), place.deeper(), !caught);
    if (caught) {
      boolean all = draw.chance(50);
      if (!all) {
        generator.turn("} catch Shaky, Odd, HostLost, WaitTimeout, LoopLimit {");
        generator.block(sight.copy(), place.deeper(), false);
      }
      String variable = draw.chance(70) ? generator.fresh("err") : "";
      generator.turn(
          "} catch"
              + (all ? "" : " Refused, StepTimeout, ExpressionError, TooManyFailures")
              + (variable.isEmpty() ? "" : " as " + variable)
              + " {");
      generator.block(
          sight.copy(), variable.isEmpty() ? place.deeper() : place.catching(variable), !ends);
    }
    if (!caught || draw.chance(40)) {
      generator.turn("} finally {");
      generator.block(sight.copy(), place.inFinally(), true);
    }
    generator.close("}");
  }
}
