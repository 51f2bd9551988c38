package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Join;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/// Draws parts; ids count up, so that no two are the same.
final class PartGenerator {

  private static final int DEEP = 4;
  private static final List<String> ERRORS =
      List.of("Failed", "Unknown", "Certain", "HostLost", "ExpressionError", "LoopLimit");

  private final Random random;
  private final boolean concurrent;
  private int next;

  PartGenerator(Random random, boolean concurrent) {
    this.random = random;
    this.concurrent = concurrent;
  }

  /// Where a block is: what it may contain depends on what is around it.
  ///
  /// @param branch in a branch or an item of its own
  /// @param last in a `finally`
  /// @param loop in a loop that it may leave
  /// @param yielding in the body of a `for`
  /// @param caught the variable of the `catch` around
  private record Place(
      int depth,
      boolean branch,
      boolean last,
      boolean loop,
      boolean yielding,
      Optional<String> caught) {

    static final Place TOP = new Place(0, false, false, false, false, Optional.empty());

    Place deeper() {
      return new Place(depth + 1, branch, last, loop, yielding, caught);
    }

    Place inBranch(boolean item) {
      return new Place(depth + 1, true, last, false, item, caught);
    }

    Place inLoop(boolean items) {
      return new Place(depth + 1, branch, last, true, items || yielding, caught);
    }

    Place inCatch(String variable) {
      return new Place(depth + 1, branch, last, loop, yielding, Optional.of(variable));
    }

    Place inFinally() {
      return new Place(depth + 1, branch, true, false, false, caught);
    }
  }

  List<Part> block(int size) {
    return block(size, Place.TOP);
  }

  private List<Part> block(int size, Place place) {
    var parts = new ArrayList<Part>();
    int count = 1 + random.nextInt(size);
    for (int i = 0; i < count; i++) {
      parts.add(part(size, place));
    }
    return parts;
  }

  private Part part(int size, Place place) {
    int inner = Math.max(1, size / 2);
    int draw = random.nextInt(place.depth() < DEEP ? 30 : 16);
    return switch (draw) {
      case 0, 1, 2, 3, 4, 5, 6 -> step();
      case 7 -> new Part.Sleep("w" + next++, Duration.ofSeconds(random.nextInt(100)));
      case 8, 9 -> await(inner, place);
      case 10 -> new Part.Poll("p" + next++, Duration.ofSeconds(concurrent ? 30 : 20_000_000));
      case 11 ->
          random.nextInt(3) == 0
              ? new Part.Start("c" + next++)
              : new Part.Call("c" + next++, random.nextBoolean(), callTimeout());
      case 12 -> place.last() ? step() : new Part.Rollback();
      case 13 -> place.last() || random.nextBoolean() ? step() : new Part.Commit();
      case 14, 15 -> last(place);
      case 16, 17, 18 -> new Part.Scope(block(inner, place.deeper()));
      case 19, 20 ->
          new Part.If(
              "s" + random.nextInt(next + 1),
              block(inner, place.deeper()),
              block(inner, place.deeper()));
      case 21, 22, 23 -> parallel(inner, place);
      case 24, 25 -> items(inner, place);
      case 26 ->
          new Part.While(
              "l" + next++,
              random.nextInt(4),
              random.nextInt(4) == 0 ? 2 : 5,
              block(inner, place.inLoop(false)));
      default -> attempt(inner, place);
    };
  }

  private Part step() {
    return new Part.Step(
        "s" + next++,
        random.nextInt(10) < 7,
        random.nextInt(20) == 0,
        1 + random.nextInt(3),
        random.nextInt(8) == 0);
  }

  private Optional<Duration> callTimeout() {
    return concurrent && random.nextBoolean()
        ? Optional.of(Duration.ofSeconds(20))
        : Optional.empty();
  }

  private Part await(int inner, Place place) {
    return new Part.Await(
        "a" + next++,
        random.nextBoolean() ? "go" : "stop",
        random.nextBoolean(),
        random.nextBoolean() && place.depth() < DEEP
            ? Optional.of(block(inner, place.deeper()))
            : Optional.empty());
  }

  /// What ends a block, as far as that is allowed here.
  private Part last(Place place) {
    return switch (random.nextInt(7)) {
      case 0 -> new Part.Broken();
      case 1 ->
          place.branch() || place.last()
              ? new Part.Fail("Failed")
              : new Part.Return((random.nextBoolean() ? "s" : "f") + random.nextInt(next + 1));
      case 2 -> place.loop() ? new Part.Break() : step();
      case 3 -> place.loop() ? new Part.Continue() : step();
      case 4, 5 ->
          place.yielding()
              ? new Part.Yield("s" + random.nextInt(next + 1))
              : place.caught().<Part>map(Part.Refail::new).orElseGet(this::step);
      default -> new Part.Fail(ERRORS.get(random.nextInt(2)));
    };
  }

  private Join join(int all) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> new Join.All();
      case 2 -> new Join.Settle();
      case 3 -> new Join.First(1 + random.nextInt(all + 1));
      default ->
          random.nextBoolean()
              ? new Join.TolerateCount(random.nextInt(all + 1))
              : new Join.TolerateShare(random.nextInt(101));
    };
  }

  private OptionalInt bound() {
    return !concurrent
        ? OptionalInt.of(1)
        : random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(3));
  }

  private Part parallel(int inner, Place place) {
    var id = "b" + next++;
    int all = 1 + random.nextInt(3);
    var branches = new ArrayList<List<Part>>();
    for (int i = 0; i < all; i++) {
      branches.add(block(inner, place.inBranch(false)));
    }
    return new Part.Parallel(id, bound(), join(all), branches);
  }

  private Part items(int inner, Place place) {
    var id = "f" + next++;
    int all = random.nextInt(4);
    boolean fan = random.nextBoolean();
    var bound = fan ? OptionalInt.of(concurrent ? 1 + random.nextInt(3) : 1) : OptionalInt.empty();
    return new Part.For(
        id, all, bound, join(all), block(inner, fan ? place.inBranch(true) : place.inLoop(true)));
  }

  private Part attempt(int inner, Place place) {
    var body = block(inner, place.deeper());
    var catches = new ArrayList<Part.Catch>();
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      var variable = "e" + next++;
      catches.add(
          new Part.Catch(
              i == count - 1 && random.nextBoolean()
                  ? List.of()
                  : List.of(ERRORS.get(random.nextInt(ERRORS.size()))),
              variable,
              block(inner, place.inCatch(variable))));
    }
    return new Part.Try(
        body,
        catches,
        count == 0 || random.nextBoolean()
            ? Optional.of(block(inner, place.inFinally()))
            : Optional.empty());
  }
}
