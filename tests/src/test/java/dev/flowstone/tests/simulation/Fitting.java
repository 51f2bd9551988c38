package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Statement;
import java.util.ArrayList;
import java.util.List;

/// Whether an execution can be moved to a version that has one statement more or less, as far as
/// the oracle is sure: by where its lanes are in the tree.
record Fitting(Oracle oracle, Versions versions, Written from, Written to) {
  enum Verdict {
    FITS,
    REFUSED,
    /// It is for the product to say.
    UNSURE;

    private Verdict and(Verdict other) {
      return this == REFUSED || other == REFUSED
          ? REFUSED
          : this == UNSURE || other == UNSURE ? UNSURE : FITS;
    }
  }

  /// What stands around a lane, and itself, from the outermost block.
  private record Way(List<Lane.Place> places, boolean failed) {}

  Verdict verdict() {
    if (from.is(to)) {
      return Verdict.REFUSED;
    }
    Verdict verdict = state();
    if (verdict == Verdict.REFUSED || versions.between(from, to).isEmpty()) {
      return verdict == Verdict.REFUSED ? verdict : Verdict.UNSURE;
    }
    Versions.Insertion insertion = versions.between(from, to).get();
    Lane.Retry failed = oracle.failed();
    if (failed != null) {
      return verdict.and(place(new Way(failed.places(), true), insertion));
    }
    for (Lane lane : oracle.lanes) {
      List<Lane.Place> places = new ArrayList<>();
      for (Lane one = lane; one != null; one = one.parent) {
        places.addAll(0, one.places);
      }
      verdict = verdict.and(place(new Way(places, false), insertion));
    }
    return verdict;
  }

  /// Whether it is in a state in which it can be moved.
  private Verdict state() {
    if (oracle.end().isPresent()) {
      return oracle.failed() != null
          ? Verdict.FITS
          : oracle.comeback().isPossible() ? Verdict.UNSURE : Verdict.REFUSED;
    }
    if (oracle.lanes.stream().anyMatch(lane -> lane.stop.isPresent())) {
      return Verdict.REFUSED;
    }
    Verdict verdict = oracle.comeback().isPossible() ? Verdict.UNSURE : Verdict.FITS;
    for (Lane lane : oracle.lanes) {
      verdict =
          verdict.and(
              lane.leaving || lane.blocked == null ? Verdict.UNSURE : lane.blocked.movable());
    }
    return verdict;
  }

  private Verdict place(Way way, Versions.Insertion insertion) {
    Written longer = versions.longer(from, to);
    int block = insertion.block();
    int index = insertion.index();
    int part = -1;
    while (block >= 0) {
      for (int i = 0; i < way.places().size(); i++) {
        Lane.Place place = way.places().get(i);
        if (versions.number(place.block()) == block) {
          boolean innermost = i + 1 == way.places().size();
          if (part < 0 && innermost && way.failed() && index == place.index()) {
            return isOne(statement(place)) ? Verdict.FITS : Verdict.UNSURE;
          }
          if (part < 0) {
            return index > place.index() ? Verdict.FITS : Verdict.REFUSED;
          }
          return index > place.index()
              ? Verdict.FITS
              : index < place.index()
                  ? Verdict.REFUSED
                  : innermost
                      ? at(place, way.failed())
                      : inside(place, part, part(way.places().get(i + 1)));
        }
      }
      Versions.Home home = versions.home(longer, block);
      block = home.block();
      index = home.index();
      part = home.part();
    }
    return Verdict.UNSURE;
  }

  /// Whether it fails at its beginning or not at all.
  private static boolean isOne(Statement statement) {
    return switch (statement) {
      case Statement.If _,
          Statement.Match _,
          Statement.While _,
          Statement.For _,
          Statement.Parallel _,
          Statement.Scope _,
          Statement.Try _ ->
          false;
      default -> true;
    };
  }

  private int part(Lane.Place place) {
    return versions.home(versions.longer(from, to), versions.number(place.block())).part();
  }

  private Statement statement(Lane.Place place) {
    return versions.block(from, versions.number(place.block())).statements().get(place.index());
  }

  /// It stands at the very statement that what is new is inside of.
  private Verdict at(Lane.Place place, boolean failed) {
    return statement(place) instanceof Statement.WaitFor && !failed ? Verdict.FITS : Verdict.UNSURE;
  }

  /// It stands in one block of a statement, and what is new is in another.
  private Verdict inside(Lane.Place place, int changed, int here) {
    return switch (statement(place)) {
      case Statement.If _, Statement.Match _ -> changed > here ? Verdict.FITS : Verdict.REFUSED;
      case Statement.Try attempt -> {
        boolean last = attempt.last().isPresent() && here == attempt.catches().size() + 1;
        yield here == 0 || (!last && changed > 0) ? Verdict.FITS : Verdict.REFUSED;
      }
      default -> Verdict.UNSURE;
    };
  }
}
