package dev.flowstone.grammar.compile;

import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Instruction;
import java.util.ArrayList;
import java.util.List;

/// Writes what goes one of several ways: `if` and `match`.
final class ChoiceEmitter {

  private final Emitter emitter;
  private final InstructionList out;

  ChoiceEmitter(Emitter emitter, InstructionList out) {
    this.emitter = emitter;
    this.out = out;
  }

  void choose(Statement.If choice) {
    List<Integer> ends = new ArrayList<>();
    boolean more = choice.otherwise().isPresent();
    for (int i = 0; i < choice.arms().size(); i++) {
      Statement.Arm arm = choice.arms().get(i);
      int test = out.reserve(arm.condition().span());
      emitter.block(arm.block());
      if (more || i + 1 < choice.arms().size()) {
        out.leave(ends, arm.span());
      }
      Expression condition = emitter.expression(arm.condition());
      out.fill(test, new Instruction.JumpUnless(condition, out.here()));
    }
    choice.otherwise().ifPresent(emitter::block);
    out.land(ends);
  }

  void match(Statement.Match match) {
    Expression subject = subject(match);
    List<Integer> ends = new ArrayList<>();
    for (Statement.Case each : match.cases()) {
      int test = out.reserve(each.span());
      emitter.block(each.block());
      out.leave(ends, each.span());
      out.fill(test, new Instruction.JumpUnlessIn(subject, values(each), out.here()));
    }
    match
        .otherwise()
        .ifPresentOrElse(
            emitter::block, () -> out.add(new Instruction.NoMatch(subject), match.span()));
    out.land(ends);
  }

  /// A name or a constant is read again for every case; anything else is computed once. A nested
  /// match may overwrite the variable, since none of the outer one's cases is tested after its
  /// block was entered.
  private Expression subject(Statement.Match match) {
    Expression subject = emitter.expression(match.subject());
    if (subject instanceof Expression.Variable || subject instanceof Expression.Constant) {
      return subject;
    }
    out.add(new Instruction.Assign("$match", subject), match.subject().span());
    return new Expression.Variable("$match");
  }

  private Expression values(Statement.Case each) {
    return new Expression.MakeList(
        each.values().stream()
            .map(value -> new Expression.Element(false, emitter.expression(value)))
            .toList());
  }
}
