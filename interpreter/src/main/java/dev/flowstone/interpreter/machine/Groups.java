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

  /// A member has nothing left to undo.
  void undone(Strand member, List<Activity.BrokenUndo> broken) {
    var parent = turn.parent(member);
    turn.remove(member);
    var now = (Activity.UnwindingGroup) unwinding(parent);
    var all = new ArrayList<>(now.broken());
    all.addAll(broken);
    parent.block(
        new Activity.UnwindingGroup(
            now.purpose(), now.remaining(), now.group(), now.begun(), now.live() - 1, all));
    proceed(parent);
  }

  private void proceed(Strand parent) {
    while (unwinding(parent) instanceof Activity.UnwindingGroup now
        && now.begun() < now.group().members().size()
        && now.live() < now.group().bound()) {
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
          .next(
              member, new Purpose.Member(), now.group().members().get(now.begun()), List.of());
    }
    if (unwinding(parent) instanceof Activity.UnwindingGroup now
        && now.live() == 0
        && now.begun() == now.group().members().size()) {
      new Saga(turn).next(parent, now.purpose(), now.remaining(), now.broken());
    }
  }

  /// What a strand is doing; one that was concluded meanwhile, from further inside, may be doing
  /// something else already.
  private static Object unwinding(Strand strand) {
    return strand.activity == null ? "running" : strand.activity;
  }
}
