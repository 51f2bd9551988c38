package dev.flowstone.interpreter.machine;

import java.util.ArrayList;
import java.util.List;
import org.pcollections.PStack;

/// The undos of a fan-out: its members are undone concurrently, each by a fiber of its own.
final class Groups {

  private final Turn turn;

  Groups(Turn turn) {
    this.turn = turn;
  }

  void begin(
      Strand strand,
      Purpose purpose,
      PStack<Compensation> remaining,
      UndoGroup group,
      List<Activity.BrokenUndo> broken) {
    strand.block(new Activity.UnwindingGroup(purpose, remaining, group, 0, 0, broken));
    proceed(strand);
  }

  /// A member has nothing left to undo. One that had nothing to call ends while it begins: then the
  /// next one is begun by who began it.
  void undone(Strand member, List<Activity.BrokenUndo> broken) {
    var parent = turn.parent(member);
    turn.remove(member);
    var now = unwinding(parent);
    var all = new ArrayList<>(now.broken());
    all.addAll(broken);
    parent.block(
        new Activity.UnwindingGroup(
            now.purpose(), now.remaining(), now.group(), now.begun(), now.live() - 1, all));
    if (!parent.begins) {
      proceed(parent);
    }
  }

  /// Begins what may begin, and goes on when all has ended.
  private void proceed(Strand parent) {
    parent.begins = true;
    var now = unwinding(parent);
    while (now.begun() < now.group().members().size() && mayBegin(now)) {
      parent.block(
          new Activity.UnwindingGroup(
              now.purpose(),
              now.remaining(),
              now.group(),
              now.begun() + 1,
              now.live() + 1,
              now.broken()));
      var member = Strand.branch(parent.path + "~" + now.begun(), parent, now.begun(), parent.pc);
      turn.add(member);
      new Saga(turn)
          .next(member, new Purpose.Member(), now.group().members().get(now.begun()), List.of());
      now = unwinding(parent);
    }
    parent.begins = false;
    if (now.live() == 0) {
      new Saga(turn).next(parent, now.purpose(), now.remaining(), now.broken());
    }
  }

  /// Undos wait for their turn where there are too many fibers: at least one of each group runs.
  private boolean mayBegin(Activity.UnwindingGroup now) {
    return now.live() == 0
        || (now.live() < now.group().bound()
            && turn.fibers() < Semantics.mostFibers(turn.identity));
  }

  private static Activity.UnwindingGroup unwinding(Strand strand) {
    if (strand.activity instanceof Activity.UnwindingGroup now) {
      return now;
    }
    throw new IllegalStateException("no members are being undone");
  }
}
