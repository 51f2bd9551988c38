package dev.flowstone.grammar.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/// The blocks of a program: which instructions stand one after the other, and which blocks an
/// instruction has inside.
///
/// Only `parallel`, loops and `try` have blocks here. The arms of an `if` and a `match` lie between
/// jumps of the block around them, and a `scope` between its two ends.
public final class Outline {

  /// Instructions by their index, without those of blocks inside of them.
  public record Block(List<Integer> code) {
    public Block {
      code = List.copyOf(code);
    }

    /// How many of its instructions lie before `target`, which may be past its end.
    public int position(int target) {
      int found = Collections.binarySearch(code, target);
      return found < 0 ? -found - 1 : found;
    }
  }

  /// A place in a block; `part` tells which of the blocks of the instruction around it this is, and
  /// is 0 for that of the workflow.
  public record Place(int part, Block block, int position) {}

  private record Home(OptionalInt around, int part, Block block) {}

  private final List<Instruction> code;
  private final List<Home> homes = new ArrayList<>();
  private final List<List<Block>> inside = new ArrayList<>();
  private final Block body;

  /// Throws [IllegalArgumentException] where blocks do not lie one behind the other, as those of a
  /// compiled program do.
  public Outline(List<Instruction> code) {
    this.code = code;
    for (int i = 0; i < code.size(); i++) {
      homes.add(new Home(OptionalInt.empty(), 0, new Block(List.of())));
      inside.add(List.of());
    }
    body = block(OptionalInt.empty(), 0, 0, code.size());
  }

  /// The block of the workflow.
  public Block body() {
    return body;
  }

  /// The blocks of an instruction: branches, the body of a loop, or the body, the catches and the
  /// `finally` of a `try`.
  public List<Block> inside(int at) {
    return inside.get(at);
  }

  /// The way to an instruction, from the block of the workflow inward. In all but the last place
  /// stands the instruction that the next block is inside of.
  public List<Place> way(int at) {
    List<Place> way = new ArrayList<>();
    OptionalInt next = OptionalInt.of(at);
    while (next.isPresent()) {
      Home home = homes.get(next.getAsInt());
      way.add(new Place(home.part(), home.block(), home.block().position(next.getAsInt())));
      next = home.around();
    }
    return way.reversed();
  }

  private Block block(OptionalInt around, int part, int begin, int end) {
    List<Integer> own = new ArrayList<>();
    int at = begin;
    while (at < end) {
      own.add(at);
      at = blocks(at, end);
    }
    Block block = new Block(own);
    own.forEach(each -> homes.set(each, new Home(around, part, block)));
    return block;
  }

  /// Takes the blocks of an instruction apart, and answers what follows it.
  private int blocks(int at, int limit) {
    List<Integer> bounds = bounds(at);
    if (bounds.isEmpty()) {
      return at + 1;
    }
    int before = at;
    for (int bound : bounds) {
      if (bound <= before || bound > limit) {
        throw new IllegalArgumentException("a block of instruction " + at + " lies elsewhere");
      }
      before = bound;
    }
    List<Block> blocks = new ArrayList<>();
    for (int part = 0; part + 1 < bounds.size(); part++) {
      blocks.add(block(OptionalInt.of(at), part, bounds.get(part), bounds.get(part + 1)));
    }
    inside.set(at, List.copyOf(blocks));
    return bounds.getLast();
  }

  /// Where its blocks begin, and where the last one ends; empty where it has none.
  private List<Integer> bounds(int at) {
    return switch (code.get(at)) {
      case Instruction.Parallel parallel -> bounds(parallel.branches(), parallel.end());
      case Instruction.ForEach loop -> List.of(at + 1, loop.end());
      case Instruction.While loop -> List.of(at + 1, loop.end());
      case Instruction.Try attempt -> {
        List<Integer> begins = new ArrayList<>();
        begins.add(at + 1);
        attempt.catches().forEach(each -> begins.add(each.target()));
        attempt.last().ifPresent(begins::add);
        yield bounds(begins, attempt.end());
      }
      case Instruction.Assign _,
          Instruction.Step _,
          Instruction.Sleep _,
          Instruction.SleepUntil _,
          Instruction.Await _,
          Instruction.Poll _,
          Instruction.CallWorkflow _,
          Instruction.StartWorkflow _,
          Instruction.Jump _,
          Instruction.JumpUnless _,
          Instruction.JumpUnlessIn _,
          Instruction.Fail _,
          Instruction.Refail _,
          Instruction.NoMatch _,
          Instruction.Return _,
          Instruction.Next _,
          Instruction.Yield _,
          Instruction.Break _,
          Instruction.Continue _,
          Instruction.EndTry _,
          Instruction.EndFinally _,
          Instruction.EnterScope _,
          Instruction.LeaveScope _,
          Instruction.Rollback _,
          Instruction.Commit _ ->
          List.of();
    };
  }

  private static List<Integer> bounds(List<Integer> begins, int end) {
    List<Integer> bounds = new ArrayList<>(begins);
    bounds.add(end);
    return bounds;
  }
}
