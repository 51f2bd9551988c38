package dev.flowstone.grammar.graph;

import static dev.flowstone.grammar.format.Formatter.oneLine;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.ast.Join;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.graph.Drawing.Shape;
import dev.flowstone.grammar.graph.Drawing.Tail;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Draws statements one after the other. Each takes the loose ends that lead to it and gives those
/// that leave it; a statement that never goes on leaves none.
final class Sketch {

  /// Where `continue` goes and what `break` adds to.
  private record Loop(String head, List<Tail> exits) {}

  private final Drawing drawing = new Drawing();
  private final Deque<Loop> loops = new ArrayDeque<>();

  String draw(Workflow workflow) {
    String start = drawing.node(Shape.ROUND, workflow.name().text());
    List<Tail> ends = block(workflow.body(), List.of(Tail.of(start)));
    if (!ends.isEmpty()) {
      drawing.node(Shape.ROUND, "end", ends);
    }
    return drawing.text();
  }

  private List<Tail> block(Block block, List<Tail> from) {
    List<Tail> ends = from;
    for (Statement statement : block.statements()) {
      ends = statement(statement, ends);
    }
    return ends;
  }

  private List<Tail> statement(Statement statement, List<Tail> from) {
    return switch (statement) {
      case Statement.Assign(Name target, Expr value, var _, var _) ->
          simple(Shape.BOX, target.text() + " = " + oneLine(value), from);
      case Statement.Step step -> calling(step.target(), "", step.call(), step.clauses(), from);
      case Statement.Wait(Expr duration, var _, var _) ->
          simple(Shape.HEXAGON, "wait " + oneLine(duration), from);
      case Statement.WaitUntil(Expr instant, var _, var _) ->
          simple(Shape.HEXAGON, "wait until " + oneLine(instant), from);
      case Statement.WaitFor wait -> waitFor(wait, from);
      case Statement.Poll poll -> calling(poll.target(), "poll ", poll.call(), List.of(), from);
      case Statement.Parallel parallel -> parallel(parallel, from);
      case Statement.For loop -> forEach(loop, from);
      case Statement.Yield(Expr value, var _, var _) -> again("yield " + oneLine(value), from);
      case Statement.If choice -> choose(choice, from);
      case Statement.Match match -> match(match, from);
      case Statement.While loop -> repeat(loop, from);
      case Statement.Break _ -> leaveLoop(from);
      case Statement.Continue _ -> again("continue", from);
      case Statement.Try attempt -> attempt(attempt, from);
      case Statement.Fail(Name error, var _, var _, var _, var _) ->
          last("fail " + error.text(), from);
      case Statement.Return(var value, var _, var _) ->
          last(value.map(it -> "return " + oneLine(it)).orElse("return"), from);
      case Statement.Scope(Block body, var _, var _) -> inside("scope", body, from);
      case Statement.Rollback _ -> simple(Shape.SLANTED, "rollback", from);
      case Statement.Commit _ -> simple(Shape.SLANTED, "commit", from);
      case Statement.Call call ->
          calling(call.target(), "call ", call.call(), call.clauses(), from);
      case Statement.Start start ->
          calling(start.target(), "start ", start.call(), List.of(), from);
    };
  }

  private List<Tail> simple(Shape shape, String label, List<Tail> from) {
    return List.of(Tail.of(drawing.node(shape, label, from)));
  }

  private List<Tail> last(String label, List<Tail> from) {
    drawing.node(Shape.ROUND, label, from);
    return List.of();
  }

  private static String named(Optional<Name> target, String what) {
    return target.map(name -> name.text() + " = " + what).orElse(what);
  }

  private List<Tail> calling(
      Optional<Name> target, String word, Invocation call, List<Clause> clauses, List<Tail> from) {
    String node = drawing.node(Shape.BOX, named(target, word + call.target().text()), from);
    undo(node, clauses);
    return List.of(Tail.of(node));
  }

  private void undo(String node, List<Clause> clauses) {
    Clause.find(clauses, Clause.Compensate.class)
        .ifPresent(undo -> {
          String back = drawing.node(Shape.ROUND, undo.call().target().text());
          drawing.dotted(Tail.of(node, "undo"), back);
        });
  }

  private List<Tail> waitFor(Statement.WaitFor wait, List<Tail> from) {
    String node =
        drawing.node(Shape.HEXAGON, named(wait.target(), "wait for " + wait.signal().text()), from);
    Clause.find(wait.clauses(), Clause.Notify.class)
        .ifPresent(notice ->
            drawing.dotted(
                Tail.of(node, "notify"), drawing.node(Shape.BOX, notice.call().target().text())));
    List<Tail> ends = new ArrayList<>(List.of(Tail.of(node)));
    String limit =
        Clause.find(wait.clauses(), Clause.Timeout.class)
            .map(timeout -> "after " + oneLine(timeout.duration()))
            .orElse("timeout");
    Clause.find(wait.clauses(), Clause.OnTimeout.class)
        .ifPresent(late -> ends.addAll(block(late.block(), List.of(Tail.of(node, limit)))));
    return ends;
  }

  private List<Tail> parallel(Statement.Parallel parallel, List<Tail> from) {
    String label = "parallel" + limit(" max ", parallel.max()) + policy(parallel.join());
    String fork = drawing.node(Shape.DOUBLE, named(parallel.target(), label), from);
    List<Tail> ends = new ArrayList<>();
    for (Statement.Branch branch : parallel.branches()) {
      ends.addAll(block(branch.block(), List.of(Tail.of(fork))));
    }
    boolean goesOn = parallel.branches().isEmpty() || !(parallel.join() instanceof Join.All);
    if (ends.isEmpty() && goesOn) {
      ends.add(Tail.of(fork));
    }
    return ends.isEmpty() ? List.of() : List.of(Tail.of(drawing.node(Shape.CIRCLE, "join", ends)));
  }

  private static String limit(String word, OptionalInt limit) {
    return limit.isPresent() ? word + limit.getAsInt() : "";
  }

  private static String policy(Join join) {
    return switch (join) {
      case Join.All _ -> "";
      case Join.Settle _ -> " settle";
      case Join.First(int count, var _) -> " first " + count;
      case Join.Tolerate(double amount, boolean percent, var _) ->
          " tolerate "
              + (amount == Math.rint(amount) ? Long.toString((long) amount) : amount)
              + (percent ? "%" : "");
    };
  }

  private List<Tail> forEach(Statement.For loop, List<Tail> from) {
    String label =
        "for "
            + loop.item().text()
            + " in "
            + oneLine(loop.items())
            + limit(" parallel ", loop.parallel())
            + policy(loop.join());
    return loop(named(loop.target(), label), Shape.DOUBLE, "each", "done", loop.body(), from);
  }

  private List<Tail> repeat(Statement.While loop, List<Tail> from) {
    String label = "while " + oneLine(loop.condition()) + " max " + loop.max();
    return loop(label, Shape.DIAMOND, "yes", "no", loop.body(), from);
  }

  private List<Tail> loop(
      String label, Shape shape, String into, String past, Block body, List<Tail> from) {
    String head = drawing.node(shape, label, from);
    List<Tail> exits = new ArrayList<>(List.of(Tail.of(head, past)));
    loops.push(new Loop(head, exits));
    drawing.edges(block(body, List.of(Tail.of(head, into))), head);
    loops.pop();
    return exits;
  }

  /// To the next turn of the innermost loop; outside of one, which is an error elsewhere, nowhere.
  private List<Tail> again(String label, List<Tail> from) {
    String node = drawing.node(Shape.SLANTED, label, from);
    if (!loops.isEmpty()) {
      drawing.edges(List.of(Tail.of(node)), loops.peek().head());
    }
    return List.of();
  }

  private List<Tail> leaveLoop(List<Tail> from) {
    String node = drawing.node(Shape.SLANTED, "break", from);
    if (!loops.isEmpty()) {
      loops.peek().exits().add(Tail.of(node));
    }
    return List.of();
  }

  private List<Tail> choose(Statement.If choice, List<Tail> from) {
    List<Tail> ends = new ArrayList<>();
    List<Tail> next = from;
    for (Statement.Arm arm : choice.arms()) {
      String test = drawing.node(Shape.DIAMOND, oneLine(arm.condition()), next);
      ends.addAll(block(arm.block(), List.of(Tail.of(test, "yes"))));
      next = List.of(Tail.of(test, "no"));
    }
    List<Tail> otherwise = next;
    ends.addAll(choice.otherwise().map(block -> block(block, otherwise)).orElse(otherwise));
    return ends;
  }

  private List<Tail> match(Statement.Match match, List<Tail> from) {
    String test = drawing.node(Shape.DIAMOND, oneLine(match.subject()), from);
    List<Tail> ends = new ArrayList<>();
    for (Statement.Case each : match.cases()) {
      String values =
          each.values().stream().map(value -> oneLine(value)).collect(Collectors.joining(", "));
      ends.addAll(block(each.block(), List.of(Tail.of(test, values))));
    }
    List<Tail> rest = List.of(Tail.of(test, "else"));
    ends.addAll(
        match
            .otherwise()
            .map(block -> block(block, rest))
            .orElseGet(() -> last("fail NoMatch", rest)));
    return ends;
  }

  private List<Tail> inside(String label, Block body, List<Tail> from) {
    drawing.open(label);
    List<Tail> ends =
        body.statements().isEmpty() ? simple(Shape.CIRCLE, " ", from) : block(body, from);
    drawing.close();
    return ends;
  }

  private List<Tail> attempt(Statement.Try attempt, List<Tail> from) {
    String body = drawing.open("try");
    List<Tail> ends = new ArrayList<>();
    if (attempt.body().statements().isEmpty()) {
      ends.addAll(simple(Shape.CIRCLE, " ", from));
    } else {
      ends.addAll(block(attempt.body(), from));
    }
    drawing.close();
    for (Statement.Catch each : attempt.catches()) {
      String errors =
          each.errors().isEmpty()
              ? "any error"
              : each.errors().stream().map(Name::text).collect(Collectors.joining(", "));
      String caught = drawing.node(Shape.SLANTED, "catch " + errors);
      drawing.dotted(Tail.of(body), caught);
      ends.addAll(block(each.block(), List.of(Tail.of(caught))));
    }
    if (attempt.last().isEmpty()) {
      return ends;
    }
    if (ends.isEmpty()) {
      // It runs although nothing gets past it: on the way out.
      inside("finally", attempt.last().get(), List.of(Tail.of(body)));
      return List.of();
    }
    return inside("finally", attempt.last().get(), ends);
  }
}
