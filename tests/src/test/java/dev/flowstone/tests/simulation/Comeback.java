package dev.flowstone.tests.simulation;

import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the oracle is redriven after the failure of a branch: it lives again from the beginning, up
/// to the moment of that error, and goes on from there.
///
/// It can, as long as nothing but the failure and the stops that it causes has moved since.
final class Comeback {
  /// The error that is being raised for the `raise`th time in the turn of an event.
  private record Moment(int turn, int raise) {}

  /// A branch has failed: who, when, and what everybody wanted then.
  private record Failure(Moment moment, Lane lane, Map<Lane, Outlook> stood) {}

  /// Ends a life that has come to the moment that it was lived for.
  private static final class Reached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Reached() {
      super("reached", null, false, false);
    }
  }

  private final Oracle oracle;
  private final List<Event> events = new ArrayList<>();
  private int turn = -1;
  private int raises;
  private int from;
  private @Nullable Failure failure;
  private @Nullable Moment wanted;

  Comeback(Oracle oracle) {
    this.oracle = oracle;
  }

  /// An event comes that never came before.
  void next(Event event) {
    events.add(event);
    turn = events.size() - 1;
    raises = 0;
  }

  /// A lane raises an error, and would do `again` what failed.
  void raised(Lane lane, Fault fault, Runnable again, Exit.Next next) {
    raises++;
    Moment now = new Moment(turn, raises);
    if (now.equals(wanted)) {
      if (!(lane.blocked instanceof Stepping step && step.gaveUp())) {
        oracle.later(lane, again, next);
      }
      throw new Reached();
    }
    if (failure == null
        && lane.parent != null
        && oracle.undosBegun == 0
        && leaves(lane, fault)
        && oracle.lanes.stream().noneMatch(one -> isLeaving(one) || (one != lane && isBusy(one)))) {
      Map<Lane, Outlook> stood = new HashMap<>();
      oracle.lanes.stream()
          .filter(other -> other != lane)
          .forEach(other -> stood.put(other, wants(other)));
      failure = new Failure(now, lane, stood);
    }
  }

  private static boolean leaves(Lane lane, Fault fault) {
    if (lane.takes(new Exit.Raised(fault))) {
      return false;
    }
    return lane.parent == null
        || (lane.parent.blocked instanceof FanOut fan
            && fan.ifFailed(lane, fault).filter(one -> leaves(lane.parent, one)).isPresent());
  }

  private static boolean isLeaving(Lane lane) {
    return lane.stop.isPresent()
        || lane.shields > 0
        || lane.takes(new Exit.Stopped(new Stop.Superseded()));
  }

  private static boolean isBusy(Lane lane) {
    return lane.blocked instanceof Delegating
        || (lane.blocked instanceof Awaiting wait && wait.isConcluding());
  }

  private static Outlook wants(Lane lane) {
    Outlook outlook = Outlook.empty();
    if (lane.blocked != null) {
      lane.blocked.show(outlook);
    }
    return outlook;
  }

  // What makes it impossible

  /// Somebody has gone on.
  void ran() {
    failure = null;
  }

  /// A branch has ended well, or by an error. One around that which failed does so because of it.
  void ended(Lane branch, boolean well) {
    if (failure != null && (well || !isAround(branch, failure.lane()))) {
      failure = null;
    }
  }

  private static boolean isAround(Lane outer, Lane inner) {
    for (Lane lane = inner; lane != null; lane = lane.parent) {
      if (lane == outer) {
        return true;
      }
    }
    return false;
  }

  /// After each event: whoever was not stopped has to stand where he stood.
  void recheck() {
    if (failure != null
        && failure.stood().entrySet().stream()
            .anyMatch(one ->
                oracle.has(one.getKey())
                    && one.getKey().stop.isEmpty()
                    && !wants(one.getKey()).equals(one.getValue()))) {
      failure = null;
    }
  }

  boolean isPossible() {
    return failure != null;
  }

  // Living again

  /// Lives up to the moment of the failure.
  void again() {
    Moment outer = wanted;
    Moment moment = failure().moment();
    int since = turn;
    oracle.visits.mute(true);
    wanted = moment;
    try {
      failure = null;
      turn = -1;
      raises = 0;
      oracle.begin();
      for (int i = 0; i <= moment.turn(); i++) {
        turn = i;
        raises = 0;
        oracle.live(events.get(i));
      }
      throw new IllegalStateException("it did not fail again");
    } catch (Reached reached) {
      failure = null;
      wanted = outer;
      oracle.visits.mute(outer != null);
      turn = since;
      raises = 0;
    }
    from = moment.turn() + 1;
  }

  private Failure failure() {
    if (failure == null) {
      throw new IllegalStateException("there is nothing to go back to");
    }
    return failure;
  }

  /// Everybody who stands where he stood goes on, in his turn; waits take signals that have come in
  /// the order in which they began.
  void goOn(List<Lane> standing, Duration rest) {
    standing.stream()
        .sorted(
            Comparator.comparingInt(
                lane -> lane.blocked instanceof Awaiting wait ? wait.ordinal() : 0))
        .forEach(lane -> {
          if (lane.blocked != null) {
            lane.blocked.comeBack(rest);
          }
        });
  }

  /// The output of an attempt that ended well while it was being interrupted.
  Optional<Event.AttemptSucceeded> succeeded(String call, int attempt) {
    return events.subList(from, turn).stream()
        .filter(Event.AttemptSucceeded.class::isInstance)
        .map(Event.AttemptSucceeded.class::cast)
        .filter(one -> one.call().equals(call) && one.attempt() == attempt)
        .findFirst();
  }
}
