package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Assignments;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Join;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.pcollections.TreePVector;

/// `parallel` and `for … parallel`: branches begin, end, and are joined by a policy.
final class Joins {

  private final Turn turn;

  Joins(Turn turn) {
    this.turn = turn;
  }

  void begin(Strand strand, Instruction.Parallel parallel) {
    begin(strand, parallel.id(), Optional.empty(), parallel.branches().size());
  }

  void begin(Strand strand, Instruction.ForEach each, List<Value> items) {
    begin(strand, each.id(), Optional.of(items), items.size());
  }

  private void begin(Strand strand, String id, Optional<List<Value>> items, int all) {
    var instance = turn.instance(strand, id);
    strand.block(
        new Activity.Joining(
            new Fan(
                instance, items, all, 0, 0, Tally.EMPTY, TreePVector.empty(), Optional.empty())));
    proceed(strand);
  }

  /// The parts of the instruction that a fan-out needs.
  record Site(Join join, OptionalInt bound, Optional<String> variable, int end) {}

  Site site(Strand strand) {
    return switch (turn.program.code().get(strand.pc)) {
      case Instruction.Parallel p -> new Site(p.join(), p.max(), p.variable(), p.end());
      case Instruction.ForEach e -> new Site(e.join(), e.parallel(), e.variable(), e.end());
      default -> throw new IllegalStateException("nothing branches here");
    };
  }

  /// A branch has come to its end, or an item has yielded.
  void succeeded(Strand branch, Optional<Value> value) {
    var parent = turn.parent(branch);
    var fan = fan(parent);
    if (fan.items().isEmpty()) {
      branch
          .variables()
          .forEach((name, assigned) -> {
            if (!name.startsWith("$")) {
              parent.assign(name, assigned);
            }
          });
    }
    turn.failure = Optional.empty(); // it has gone further than where all stood
    int index = index(branch);
    ended(
        branch,
        parent,
        fan.oneEnded(fan.tally().succeeded(index, value)).withUndos(branch.innermostUndos()));
  }

  /// A branch has failed, and what it did is undone.
  void failed(Strand branch, Fault fault) {
    var parent = turn.parent(branch);
    var fan = fan(parent);
    turn.tell(new HistoryEntry.BranchEnded(turn.now, branch.path, Optional.of(fault.name())));
    new Failing(turn).failed(branch);
    forgetNames(parent, index(branch));
    ended(branch, parent, fan.oneEnded(fan.tally().failed(index(branch), fault)));
  }

  /// A branch was stopped, and what it did is undone.
  void stopped(Strand branch) {
    var parent = turn.parent(branch);
    var fan = fan(parent);
    turn.tell(new HistoryEntry.BranchEnded(turn.now, branch.path, Optional.empty()));
    forgetNames(parent, index(branch));
    ended(branch, parent, fan.oneEnded(fan.tally()));
  }

  /// A branch that did not end well leaves no name behind where a policy lets its `parallel` go on,
  /// not even what an earlier turn or the workflow before it had made of the name.
  private void forgetNames(Strand parent, int index) {
    if (Semantics.forgetsNames(turn.identity)
        && turn.program.code().get(parent.pc) instanceof Instruction.Parallel parallel
        && !(parallel.join() instanceof Join.All)) {
      for (var name : Assignments.ofBranch(turn.program.code(), parallel, index)) {
        if (!(turn.value(parent, name) instanceof Value.Null)) {
          parent.assign(name, Value.Null.NULL);
        }
      }
    }
  }

  private void ended(Strand branch, Strand parent, Fan fan) {
    turn.remove(branch);
    parent.block(new Activity.Joining(fan));
    proceed(parent);
  }

  private static Fan fan(Strand parent) {
    if (parent.activity instanceof Activity.Joining(Fan fan)) {
      return fan;
    }
    throw new IllegalStateException("no branches are running");
  }

  private static int index(Strand branch) {
    return branch.branch.orElseThrow().index();
  }

  /// Decides, begins what may begin, and goes on when all has ended.
  private void proceed(Strand parent) {
    var site = site(parent);
    var fan = fan(parent);
    int bound = site.bound().orElse(fan.all());
    var verdict = fan.tally().verdict(site.join(), fan.all());
    while (undecided(parent, fan)
        && verdict.isEmpty()
        && fan.begun() < fan.all()
        && fan.live() < bound) {
      if (turn.fibers() < Semantics.mostFibers(turn.identity)) {
        branch(parent, fan);
        fan = fan.oneBegun();
      } else {
        verdict = Optional.of(new Tally.Verdict.Failed(tooMany()));
      }
    }
    parent.block(new Activity.Joining(fan));
    if (verdict.isPresent() && undecided(parent, fan)) {
      parent.block(new Activity.Joining(fan.decided(verdict.get())));
      supersede(parent);
      if (fan.live() > 0) {
        return; // the last one that ended has gone on from here
      }
    }
    if (fan.live() == 0) {
      join(parent, fan(parent), site);
    }
  }

  private static boolean undecided(Strand parent, Fan fan) {
    return fan.verdict().isEmpty() && !parent.stopping();
  }

  private static Fault tooMany() {
    return Fault.of(
        EngineError.LIMIT_EXCEEDED,
        "more than %,d branches would run at the same time".formatted(Program.MAX_BRANCHES));
  }

  private void branch(Strand parent, Fan fan) {
    int index = fan.begun();
    int pc =
        switch (turn.program.code().get(parent.pc)) {
          case Instruction.Parallel parallel -> parallel.branches().get(index);
          default -> parent.pc + 1;
        };
    var branch = Strand.branch(fan.path(index), parent, index, pc);
    if (fan.items().isPresent()
        && turn.program.code().get(parent.pc) instanceof Instruction.ForEach each) {
      branch.assign(each.item(), fan.items().get().get(index));
      turn.itemBegins();
    }
    turn.passages.add(new Passage(parent.pc, pc));
    turn.add(branch);
  }

  private void supersede(Strand parent) {
    for (var branch : turn.branchesOf(parent)) {
      if (turn.has(branch)) {
        new Stops(turn).request(branch, new Stop.Superseded());
      }
    }
  }

  /// No branch is left: what they have registered becomes one entry of the scope around.
  private void join(Strand parent, Fan fan, Site site) {
    if (fan.undos().size() == 1) {
      parent.setInnermostUndos(Compensation.above(fan.undos().getFirst(), parent.innermostUndos()));
    } else if (!fan.undos().isEmpty()) {
      parent.register(new UndoGroup(site.bound().orElse(fan.all()), fan.undos().reversed()));
    }
    for (int index = fan.begun(); index < fan.all(); index++) {
      forgetNames(parent, index);
    }
    var saga = new Saga(turn);
    if (parent.stopping()) {
      saga.stop(parent);
    } else if (fan.verdict().orElse(new Tally.Verdict.Enough())
        instanceof Tally.Verdict.Failed(Fault fault)) {
      saga.raise(parent, fault, Optional.empty(), Repeat.NOTHING);
    } else {
      site.variable().ifPresent(name -> parent.assign(name, result(fan, site)));
      turn.passages.add(new Passage(parent.pc, site.end()));
      parent.resumeAt(site.end());
    }
  }

  private static Value result(Fan fan, Site site) {
    return fan.items().isPresent()
        ? fan.tally().ofItems(site.join(), fan.all())
        : fan.tally().ofBranches();
  }
}
