package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Stop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Undos of the oracle: one after the other, the last registered first, those of a fan-out side by
/// side; those that fail are kept until the end of the way out, where the lane waits for a redrive.
record Undoing(Oracle oracle) {

  /// Runs what was registered, then goes on.
  void run(Lane lane, List<? extends Entry> entries, Runnable then) {
    List<Entry> left = new ArrayList<>(entries);
    while (!left.isEmpty()) {
      switch (left.removeLast()) {
        case Undo undo -> {
          oracle.undosBegun++;
          if (undo.fault().isPresent()) {
            lane.broken.add(new Lane.Broken(undo, undo.fault().get()));
          } else {
            lane.blocked = new Calling(lane, undo, () -> run(lane, left, then));
            return;
          }
        }
        case Entry.Group group -> {
          Members members = new Members(lane, group, () -> run(lane, left, then));
          lane.blocked = members;
          members.proceed();
          return;
        }
      }
    }
    then.run();
  }

  /// The end of a way out: goes on unless undos have failed.
  void settle(Lane lane, Runnable then) {
    if (lane.broken.isEmpty()) {
      then.run();
    } else {
      lane.blocked = new Parked(lane, oracle.now, then);
    }
  }

  /// An error or a stop has come to what takes it: failed undos are waited for, and a stop that
  /// came meanwhile takes the place of an error.
  void arrive(Lane lane, Exit exit, Exit.Next next) {
    settle(lane, () -> next.to(lane.onward(exit)));
  }

  /// The undo that is being made.
  private final class Calling implements Blocked, Attempting.Over {
    private final Lane lane;
    private final Undo undo;
    private final Runnable then;
    private final Attempting call;
    private final Visits.Visit visit = oracle.visits.enter(Construct.COMPENSATE);

    Calling(Lane lane, Undo undo, Runnable then) {
      this.lane = lane;
      this.undo = undo;
      this.then = then;
      this.call =
          new Attempting(
              oracle,
              undo.id(),
              undo.handling(),
              undo.input().orElseThrow(),
              Optional.of(undo.outcome()),
              undo.attempts() + 1,
              this);
    }

    @Override
    public Fitting.Verdict movable() {
      return Fitting.Verdict.REFUSED;
    }

    @Override
    public boolean take(Event event) {
      return call.take(event);
    }

    @Override
    public void changeHost(Event.Activated activated) {
      call.changeHost(activated);
    }

    @Override
    public void stop(Stop stop) {}

    @Override
    public void show(Outlook outlook) {
      call.show(outlook);
    }

    @Override
    public void succeeded(Value output) {
      oracle.visits.leave(visit);
      then.run();
    }

    @Override
    public void failed(Fault fault, Event.Failure last, boolean unknown) {
      lane.broken.add(new Lane.Broken(undo.after(call.attempt()), fault));
      oracle.visits.leave(visit);
      then.run();
    }
  }

  /// A fan-out that is being undone, each member in a lane of its own.
  private final class Members implements Blocked {
    private final Lane lane;
    private final Entry.Group group;
    private final Runnable then;
    private int begun;
    private int live;
    private boolean over;

    Members(Lane lane, Entry.Group group, Runnable then) {
      this.lane = lane;
      this.group = group;
      this.then = then;
    }

    void proceed() {
      while (begun < group.members().size() && live < group.bound()) {
        Lane member = new Lane(lane, lane.path + "~" + begun);
        oracle.add(member);
        live++;
        List<Entry> entries = group.members().get(begun++);
        run(member, entries, () -> undone(member));
      }
      if (!over && live == 0 && begun == group.members().size()) {
        over = true;
        then.run();
      }
    }

    private void undone(Lane member) {
      oracle.remove(member);
      lane.broken.addAll(member.broken);
      live--;
      proceed();
    }

    @Override
    public Fitting.Verdict movable() {
      return Fitting.Verdict.REFUSED;
    }

    @Override
    public boolean take(Event event) {
      return false;
    }

    @Override
    public void changeHost(Event.Activated activated) {}

    @Override
    public void stop(Stop stop) {}

    @Override
    public boolean waitsForLanes() {
      return true;
    }

    @Override
    public void show(Outlook outlook) {}
  }

  /// A lane whose undos have failed.
  final class Parked implements Blocked {
    private final Lane lane;
    private final Instant since;
    private final Runnable then;

    Parked(Lane lane, Instant since, Runnable then) {
      this.lane = lane;
      this.since = since;
      this.then = then;
    }

    Instant since() {
      return since;
    }

    Fault fault() {
      return lane.broken.getFirst().fault();
    }

    void redrive() {
      List<Undo> again = lane.broken.reversed().stream().map(Lane.Broken::undo).toList();
      lane.broken.clear();
      run(lane, again, () -> settle(lane, then));
    }

    @Override
    public Fitting.Verdict movable() {
      return Fitting.Verdict.REFUSED;
    }

    @Override
    public boolean take(Event event) {
      return false;
    }

    @Override
    public void changeHost(Event.Activated activated) {}

    @Override
    public void stop(Stop stop) {}

    @Override
    public void show(Outlook outlook) {}
  }
}
