package dev.flowstone.grammar.program;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Checks, before anything of a program runs, that its blocks nest as the machine relies on:
/// whatever way leads to an instruction, the same blocks are around it, and each is left only by
/// what may leave it.
///
/// Each instruction is visited once, so that this costs no more than reading the program.
final class Nesting {

  /// A kind of block, by what ends it.
  private enum Kind {
    WORKFLOW,
    SCOPE,
    BRANCH,
    ITEM,
    FOR,
    WHILE,
    TRY,
    FINALLY
  }

  /// A block that is around instructions, one object for each way into it; and what may be left
  /// from inside: the workflow by `return`, an item by `yield`, a loop by `break`.
  private static final class Around {

    private final Kind kind;
    private final Optional<Around> outer;
    private final boolean last;
    private final boolean returns;
    private final boolean yields;
    private final boolean breaks;

    private Around(Kind kind, Optional<Around> outer) {
      this.kind = kind;
      this.outer = outer;
      boolean inherits =
          switch (kind) {
            case SCOPE, FOR, WHILE, TRY -> true;
            case WORKFLOW, BRANCH, ITEM, FINALLY -> false;
          };
      Optional<Around> open = inherits ? outer : Optional.empty();
      this.last = kind == Kind.FINALLY || outer.map(it -> it.last).orElse(false);
      this.returns = kind == Kind.WORKFLOW || open.map(it -> it.returns).orElse(false);
      this.yields =
          kind == Kind.FOR || kind == Kind.ITEM || open.map(it -> it.yields).orElse(false);
      this.breaks =
          kind == Kind.FOR || kind == Kind.WHILE || open.map(it -> it.breaks).orElse(false);
    }

    private Around in(Kind inner) {
      return new Around(inner, Optional.of(this));
    }
  }

  private record Place(int at, Around around) {}

  private final List<Instruction> code;
  private final Map<Integer, Around> known = new HashMap<>();
  private final Deque<Place> open = new ArrayDeque<>();

  private Nesting(List<Instruction> code) {
    this.code = code;
  }

  /// The first instruction found that is not where it may be. Every target lies in the code.
  static OptionalInt fault(List<Instruction> code) {
    return new Nesting(code).fault();
  }

  private OptionalInt fault() {
    if (!code.isEmpty()) {
      reach(0, new Around(Kind.WORKFLOW, Optional.empty()));
    }
    while (!open.isEmpty()) {
      Place place = open.pop();
      if (!follow(place.at, place.around)) {
        return OptionalInt.of(place.at);
      }
    }
    return OptionalInt.empty();
  }

  /// Whether an instruction may be reached with this around it.
  private boolean reach(int at, Around around) {
    if (at == code.size()) {
      return around.returns;
    }
    Around before = known.putIfAbsent(at, around);
    if (before == null) {
      open.push(new Place(at, around));
    }
    return before == null || before == around;
  }

  private boolean follow(int at, Around around) {
    int next = at + 1;
    return switch (code.get(at)) {
      case Instruction.Assign _,
          Instruction.Step _,
          Instruction.Sleep _,
          Instruction.SleepUntil _,
          Instruction.Poll _,
          Instruction.CallWorkflow _,
          Instruction.StartWorkflow _ ->
          reach(next, around);
      case Instruction.Rollback _, Instruction.Commit _ -> !around.last && reach(next, around);
      case Instruction.Await await ->
          reach(next, around)
              && (await.onTimeout().isEmpty() || reach(await.onTimeout().getAsInt(), around));
      case Instruction.Jump(int target) -> reach(target, around);
      case Instruction.JumpUnless(var _, int target) ->
          reach(next, around) && reach(target, around);
      case Instruction.JumpUnlessIn(var _, var _, int target) ->
          reach(next, around) && reach(target, around);
      case Instruction.Fail _, Instruction.Refail _, Instruction.NoMatch _ -> true;
      case Instruction.Return _ -> around.returns;
      case Instruction.Parallel parallel -> branches(parallel, around);
      case Instruction.ForEach loop ->
          reach(next, around.in(loop.parallel().isPresent() ? Kind.ITEM : Kind.FOR))
              && reach(loop.end(), around);
      case Instruction.While loop ->
          reach(next, around.in(Kind.WHILE)) && reach(loop.end(), around);
      case Instruction.Next _ ->
          switch (around.kind) {
            case BRANCH, ITEM, FOR, WHILE -> true;
            case WORKFLOW, SCOPE, TRY, FINALLY -> false;
          };
      case Instruction.Yield _ -> around.yields;
      case Instruction.Break _, Instruction.Continue _ -> around.breaks;
      case Instruction.Try attempt -> attempt(attempt, next, around);
      case Instruction.EndTry _ -> around.kind == Kind.TRY;
      case Instruction.EndFinally _ -> around.kind == Kind.FINALLY;
      case Instruction.EnterScope _ -> reach(next, around.in(Kind.SCOPE));
      case Instruction.LeaveScope _ ->
          around.kind == Kind.SCOPE && reach(next, around.outer.orElseThrow());
    };
  }

  private boolean branches(Instruction.Parallel parallel, Around around) {
    return parallel.branches().stream().allMatch(at -> reach(at, around.in(Kind.BRANCH)))
        && reach(parallel.end(), around);
  }

  private boolean attempt(Instruction.Try attempt, int body, Around around) {
    return reach(body, around.in(Kind.TRY))
        && attempt.catches().stream().allMatch(each -> reach(each.target(), around.in(Kind.TRY)))
        && (attempt.last().isEmpty() || reach(attempt.last().getAsInt(), around.in(Kind.FINALLY)))
        && reach(attempt.end(), around);
  }
}
