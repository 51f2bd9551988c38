package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.program.Expression;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which version of its workflow the oracle evaluates, and where what has begun in another goes on.
///
/// Blocks are looked up whenever control gets on in them, so that what follows a move is that of
/// the tree that it led to.
final class Lineage {
  private final Oracle oracle;
  private final Written first;
  private final Map<String, Written> moves = new HashMap<>();
  private @Nullable Versions versions;
  private Written now;
  private boolean vague;

  Lineage(Oracle oracle, Written first) {
    this.oracle = oracle;
    this.first = first;
    this.now = first;
  }

  /// Everything begins again.
  void begin() {
    now = first;
  }

  /// Says of a message that is about to come whether an execution could be moved by it.
  Fitting.Verdict verdict(Versions among, Written to) {
    versions = among;
    return new Fitting(oracle, among, now, to).verdict();
  }

  /// The message of that key moves it.
  void accept(String key, Written to) {
    moves.put(key, to);
  }

  /// A message to move has come.
  void arrived(String key) {
    Written to = moves.get(key);
    if (to != null) {
      oracle.move(to);
    }
  }

  void moveTo(Written to) {
    now = to;
  }

  Written now() {
    return now;
  }

  /// A block as it is now.
  Block now(Block block) {
    return versions == null ? block : versions.block(now, versions.number(block));
  }

  String id(Statement statement) {
    return versions == null ? first.id(statement).orElseThrow() : versions.id(statement);
  }

  Expression expression(Expr expr) {
    return versions == null ? first.analysis().expressions().of(expr) : versions.expression(expr);
  }

  /// Whether it is for the product to say what a move leads to: the end of a turn is where a loop
  /// has failed before the next, and what is new before that end may still belong to that turn.
  boolean isVague() {
    return vague;
  }

  /// A lane is about to do again what failed.
  void goesOn(Lane lane, Written before) {
    if (versions != null && !before.is(now) && !lane.places.isEmpty()) {
      Lane.Place place = lane.places.getLast();
      Block block = versions.block(before, versions.number(place.block()));
      vague |=
          block.statements().get(place.index()) instanceof Statement.While loop
              && differs(loop.body());
    }
  }

  private boolean differs(Block block) {
    Versions among = Objects.requireNonNull(versions);
    if (!among.has(now, among.number(block))) {
      return true;
    }
    Block there = now(block);
    return block.statements().size() != there.statements().size()
        || block.statements().stream()
            .flatMap(statement -> Statements.blocks(statement).stream())
            .anyMatch(this::differs);
  }

  /// Whether something else stands now where a lane was about to do something in another version.
  boolean isElsewhere(Lane lane, Written before) {
    if (versions == null || before.is(now) || lane.places.isEmpty()) {
      return false;
    }
    Lane.Place place = lane.places.getLast();
    int block = versions.number(place.block());
    Statement was = versions.block(before, block).statements().get(place.index());
    Block there = versions.block(now, block);
    return place.index() >= there.statements().size()
        || versions.number(was) != versions.number(there.statements().get(place.index()));
  }
}
