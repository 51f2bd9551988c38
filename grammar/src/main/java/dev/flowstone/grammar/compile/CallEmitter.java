package dev.flowstone.grammar.compile;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Writes what calls a handler or another workflow, or waits for somebody's answer.
final class CallEmitter {

  private final Emitter emitter;
  private final StepIds ids;
  private final InstructionList out;
  private final HandlerCalls calls;

  CallEmitter(Emitter emitter, Analysis analysis, StepIds ids, InstructionList out) {
    this.emitter = emitter;
    this.ids = ids;
    this.out = out;
    this.calls = new HandlerCalls(analysis);
  }

  void step(Statement.Step step) {
    Optional<Clause.Compensate> undo = Clause.find(step.clauses(), Clause.Compensate.class);
    String id = ids.next(name(step.target(), step.call()), step.span(), suffix(undo));
    out.add(
        new Instruction.Step(
            step.target().map(Name::text),
            calls.step(id, step.call(), step.clauses()),
            undo(id, undo)),
        step.span());
  }

  /// `await; goto end; late: …; end:` — the signal goes on at the next instruction.
  void await(Statement.WaitFor wait) {
    Optional<Clause.Notify> notice = Clause.find(wait.clauses(), Clause.Notify.class);
    Optional<Clause.OnTimeout> late = Clause.find(wait.clauses(), Clause.OnTimeout.class);
    Clause.Timeout timeout = Clause.find(wait.clauses(), Clause.Timeout.class).orElseThrow();
    String name = wait.target().orElse(wait.signal()).text();
    String id = ids.next(name, wait.span(), notice.isPresent() ? StepIds.NOTIFY : "");
    Optional<HandlerCall> notification =
        notice.map(it -> calls.step(id + StepIds.NOTIFY, it.call(), it.clauses()));
    int at = out.code().size();
    Instruction.Await await =
        new Instruction.Await(
            id,
            wait.target().map(Name::text),
            wait.signal().text(),
            emitter.expression(timeout.duration()),
            Clause.find(wait.clauses(), Clause.Heartbeat.class)
                .map(Clause.Heartbeat::interval)
                .map(DurationText::value),
            notification,
            late.isPresent() ? OptionalInt.of(at + 2) : OptionalInt.empty());
    out.add(await, wait.span());
    late.ifPresent(it -> {
      int jump = out.reserve(wait.span());
      out.here();
      emitter.block(it.block());
      out.land(List.of(jump));
    });
  }

  void poll(Statement.Poll poll) {
    Clause.Every every = Clause.find(poll.clauses(), Clause.Every.class).orElseThrow();
    Clause.Until until = Clause.find(poll.clauses(), Clause.Until.class).orElseThrow();
    Clause.Timeout timeout = Clause.find(poll.clauses(), Clause.Timeout.class).orElseThrow();
    String id = ids.next(name(poll.target(), poll.call()), poll.span(), "");
    out.add(
        new Instruction.Poll(
            poll.target().map(Name::text),
            calls.asking(id, poll.call(), poll.clauses()),
            emitter.expression(every.interval()),
            emitter.expression(until.condition()),
            emitter.expression(timeout.duration())),
        poll.span());
  }

  void call(Statement.Call call) {
    Optional<Clause.Compensate> undo = Clause.find(call.clauses(), Clause.Compensate.class);
    String id = ids.next(name(call.target(), call.call()), call.span(), suffix(undo));
    out.add(
        new Instruction.CallWorkflow(
            id,
            call.target().map(Name::text),
            call.call().target().text(),
            calls.arguments(call.call()),
            Clause.find(call.clauses(), Clause.Timeout.class)
                .map(timeout -> emitter.expression(timeout.duration())),
            undo(id, undo)),
        call.span());
  }

  void start(Statement.Start start) {
    out.add(
        new Instruction.StartWorkflow(
            ids.next(name(start.target(), start.call()), start.span(), ""),
            start.target().map(Name::text),
            start.call().target().text(),
            calls.arguments(start.call())),
        start.span());
  }

  private static String name(Optional<Name> target, Invocation call) {
    return target.orElse(call.target()).text();
  }

  private static String suffix(Optional<Clause.Compensate> undo) {
    return undo.isPresent() ? StepIds.UNDO : "";
  }

  private Optional<HandlerCall> undo(String id, Optional<Clause.Compensate> undo) {
    return undo.map(it -> calls.undo(id + StepIds.UNDO, it.call(), it.clauses()));
  }
}
