package dev.flowstone.grammar.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Two versions of a workflow side by side: where a place of the old one is in the new one.
///
/// What stands before a place has happened, or was passed by, and must be there as it was; what
/// follows may be anything. Of what has happened, only that counts which something to come depends
/// on: which handler was called under which name, and how it is undone, but not with what
/// arguments, or how patiently. Names of constructs, not their positions, tell which is which.
public final class Revision {

  /// Where a place is found.
  public sealed interface Found {
    record At(int at) implements Found {}

    record Nowhere(Gap gap) implements Found {}
  }

  /// Why a place is not found. `from` is the instruction of the old version that is missed, `to`
  /// what stands in its place; `reason` says it in words.
  public record Gap(int from, OptionalInt to, String reason) {}

  /// Carries a gap out of the comparison.
  private static final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Gap gap;

    Misfit(Gap gap) {
      super(gap.reason(), null, false, false);
      this.gap = gap;
    }
  }

  private final Program from;
  private final Program to;
  private final Outline before;
  private final Outline after;
  private final Map<Integer, Found> blocked = new HashMap<>();
  private final Map<Integer, Found> open = new HashMap<>();

  public Revision(Program from, Program to) {
    this.from = from;
    this.to = to;
    this.before = new Outline(from.code());
    this.after = new Outline(to.code());
  }

  /// Where the new version has an instruction that an execution is in the middle of.
  public Found blockedAt(int at) {
    return blocked.computeIfAbsent(at, it -> found(() -> place(it, true)));
  }

  /// Where the new version goes on after all that stands before an instruction, which itself is
  /// still to be executed.
  public Found goingOnAt(int at) {
    return open.computeIfAbsent(at, it -> found(() -> place(it, false)));
  }

  /// Whether a whole branch of a `parallel`, which has ended, is there as it was.
  public Optional<Gap> ended(int at, int toAt, int branch) {
    try {
      alike(before.inside(at).get(branch), after.inside(toAt).get(branch));
      return Optional.empty();
    } catch (Misfit misfit) {
      return Optional.of(misfit.gap);
    }
  }

  /// Where the new version has the step or the call, wherever that is, whose undo was registered at
  /// an instruction.
  public Found undoOf(int at) {
    Instruction registered = from.code().get(at);
    for (int i = 0; i < to.code().size(); i++) {
      if (undo(to.code().get(i)).isPresent()
          && undo(to.code().get(i)).equals(undo(registered))
          && Instructions.name(to.code().get(i)).equals(Instructions.name(registered))) {
        return new Found.At(i);
      }
    }
    return new Found.Nowhere(
        new Gap(
            at,
            OptionalInt.empty(),
            Instructions.shown(registered) + " was done, and the new version cannot undo it"));
  }

  private static Found found(Supplier<Integer> place) {
    try {
      return new Found.At(place.get());
    } catch (Misfit misfit) {
      return new Found.Nowhere(misfit.gap);
    }
  }

  private int place(int at, boolean isBlocked) {
    List<Outline.Place> way = before.way(at);
    Outline.Block there = after.body();
    int found = -1;
    for (int i = 0; i < way.size(); i++) {
      Outline.Place place = way.get(i);
      if (i > 0) {
        there = part(way.get(i - 1), place.part(), found);
      }
      boolean last = i + 1 == way.size();
      found = along(place, there, isBlocked || !last);
    }
    return found;
  }

  /// The block inside of an instruction that an execution is in; what it has left of the same
  /// instruction has happened.
  private Outline.Block part(Outline.Place around, int part, int found) {
    int at = around.block().code().get(around.position());
    List<Outline.Block> old = before.inside(at);
    List<Outline.Block> now = after.inside(found);
    int there = part;
    if (from.code().get(at) instanceof Instruction.Try attempt
        && to.code().get(found) instanceof Instruction.Try other
        && part > 0) {
      boolean last = part > attempt.catches().size();
      there = last ? other.catches().size() + 1 : part;
      if (last ? other.last().isEmpty() : !caught(attempt, part).equals(caught(other, part))) {
        throw misfit(at, OptionalInt.of(found), " has another \"catch\" or \"finally\" there");
      }
      for (int i = 0; i < (last ? part : 1); i++) {
        alike(old.get(i), now.get(i)); // one of them has run
      }
    }
    if (there >= now.size()) {
      throw misfit(at, OptionalInt.of(found), " has not as many blocks as it had");
    }
    return now.get(there);
  }

  /// What a `catch` takes, and under which name.
  private static Optional<List<Object>> caught(Instruction.Try attempt, int part) {
    return part <= attempt.catches().size()
        ? Optional.of(
            List.of(
                attempt.catches().get(part - 1).errors(),
                attempt.catches().get(part - 1).variable()))
        : Optional.empty();
  }

  /// Goes along a block to a place, and answers the instruction there.
  private int along(Outline.Place place, Outline.Block there, boolean isInside) {
    Outline.Block here = place.block();
    int end = place.position();
    for (int i = 0; i < end; i++) {
      same(here, there, i, end, isInside);
    }
    int at = here.code().get(end);
    if (there.code().size() <= end) {
      throw misfit(at, OptionalInt.empty(), " is not there any more");
    }
    if (isInside) {
      same(here, there, end, end, true);
    }
    return there.code().get(end);
  }

  private void alike(Outline.Block here, Outline.Block there) {
    int end = Math.max(here.code().size(), there.code().size());
    for (int i = 0; i < end; i++) {
      same(here, there, i, end, true);
    }
  }

  /// Compares the instructions at one position; an execution stands at `end`, or is inside of what
  /// is there.
  private void same(
      Outline.Block here, Outline.Block there, int position, int end, boolean isInside) {
    if (position >= here.code().size()) {
      int more = there.code().get(position);
      throw new Misfit(
          new Gap(
              here.code().getLast(),
              OptionalInt.of(more),
              Instructions.shown(to.code().get(more)) + " is new before what has happened"));
    }
    int at = here.code().get(position);
    if (position >= there.code().size()) {
      throw misfit(at, OptionalInt.empty(), " is not there any more");
    }
    int other = there.code().get(position);
    Instruction old = from.code().get(at);
    Instruction now = to.code().get(other);
    if (!Instructions.heading(old).equals(Instructions.heading(now))) {
      throw misfit(at, OptionalInt.of(other), difference(old, now, position == end));
    }
    if (position < end) {
      if (!undo(old).equals(undo(now))) {
        throw misfit(at, OptionalInt.of(other), " is undone otherwise now");
      }
      int leads = leads(here, old);
      int leadsNow = leads(there, now);
      int ahead = isInside ? end + 1 : end;
      if (leads > end ? leadsNow < ahead : leadsNow != leads) {
        throw misfit(at, OptionalInt.of(other), " has another length");
      }
      List<Outline.Block> inside = before.inside(at);
      List<Outline.Block> insideNow = after.inside(other);
      if (inside.size() != insideNow.size()) {
        throw misfit(at, OptionalInt.of(other), " has not as many blocks as it had");
      }
      for (int i = 0; i < inside.size(); i++) {
        alike(inside.get(i), insideNow.get(i));
      }
    } else if (before.inside(at).size() != after.inside(other).size()
        && !(old instanceof Instruction.Try)) {
      throw misfit(at, OptionalInt.of(other), " has not as many branches as it had");
    }
  }

  /// The position to which an instruction leads besides; -1 where it leads nowhere else.
  private static int leads(Outline.Block block, Instruction instruction) {
    OptionalInt target = Instructions.target(instruction);
    return target.isPresent() ? block.position(target.getAsInt()) : -1;
  }

  private static String difference(Instruction old, Instruction now, boolean isHere) {
    if (!Instructions.shown(old).equals(Instructions.shown(now))) {
      return (isHere ? " is where it stands" : " has happened")
          + ", and the new version has "
          + Instructions.shown(now)
          + " in its place";
    }
    return switch (old) {
      case Instruction.Assign _ -> " has been computed, and is computed otherwise now";
      case Instruction.JumpUnless _, Instruction.JumpUnlessIn _ ->
          " has been decided, and is decided otherwise now";
      case Instruction.Step(var _, HandlerCall call, var _) ->
          " has called " + call.handler() + ", and calls another handler now";
      default -> " is another one now";
    };
  }

  private Misfit misfit(int at, OptionalInt other, String what) {
    return new Misfit(new Gap(at, other, Instructions.shown(from.code().get(at)) + what));
  }

  private static Optional<String> undo(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Step step -> step.compensate().map(HandlerCall::handler);
      case Instruction.CallWorkflow call -> call.compensate().map(HandlerCall::handler);
      default -> Optional.empty();
    };
  }

  /// Whether the new version calls a step, or asks, with other arguments.
  public boolean callsOtherwise(int at, int toAt) {
    return !arguments(from.code().get(at)).equals(arguments(to.code().get(toAt)));
  }

  private static Map<String, Expression> arguments(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Step step -> step.call().arguments();
      case Instruction.Poll poll -> poll.call().arguments();
      default -> Map.of();
    };
  }
}
