package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One statement of a workflow, every construct of the language.
public sealed interface Statement {

  Trivia trivia();

  Span span();

  /// `x = EXPR`
  record Assign(Name target, Expr value, Trivia trivia, Span span) implements Statement {}

  /// `[x =] step handler(args)` with retry, at most once, timeout, heartbeat, compensate.
  record Step(
      Optional<Name> target, Invocation call, List<Clause> clauses, Trivia trivia, Span span)
      implements Statement {
    public Step {
      clauses = List.copyOf(clauses);
    }
  }

  /// `wait 10m`: an expression of type duration.
  record Wait(Expr duration, Trivia trivia, Span span) implements Statement {}

  /// `wait until EXPR`: an expression of type timestamp.
  record WaitUntil(Expr instant, Trivia trivia, Span span) implements Statement {}

  /// `[x =] wait for NAME` with timeout, heartbeat, notify, on timeout.
  record WaitFor(Optional<Name> target, Name signal, List<Clause> clauses, Trivia trivia, Span span)
      implements Statement {
    public WaitFor {
      clauses = List.copyOf(clauses);
    }
  }

  /// `x = poll handler(args) every 30s until EXPR timeout 1h` with retry, heartbeat.
  record Poll(
      Optional<Name> target, Invocation call, List<Clause> clauses, Trivia trivia, Span span)
      implements Statement {
    public Poll {
      clauses = List.copyOf(clauses);
    }
  }

  /// `[r =] parallel [max N] [JOIN] { … }`
  record Parallel(
      Optional<Name> target,
      OptionalInt max,
      Join join,
      List<Branch> branches,
      Trivia trivia,
      Span span)
      implements Statement {
    public Parallel {
      branches = List.copyOf(branches);
    }
  }

  /// One branch of a `parallel`: a lone statement, or a group in braces.
  record Branch(boolean group, Block block, Trivia trivia, Span span) {}

  /// `[xs =] for item in EXPR [parallel N] [JOIN] { … yield EXPR }`
  record For(
      Optional<Name> target,
      Name item,
      Expr items,
      OptionalInt parallel,
      Join join,
      Block body,
      Trivia trivia,
      Span span)
      implements Statement {}

  /// `yield EXPR`: the value of one item of a `for`.
  record Yield(Expr value, Trivia trivia, Span span) implements Statement {}

  /// `if … {} else if … {} else {}`
  record If(List<Arm> arms, Optional<Block> otherwise, Trivia trivia, Span span)
      implements Statement {
    public If {
      arms = List.copyOf(arms);
    }
  }

  /// A condition and what is done where it holds.
  record Arm(Expr condition, Block block, Span span) {}

  /// `match EXPR { case "a", "b" {…} else {…} }`
  record Match(Expr subject, List<Case> cases, Optional<Block> otherwise, Trivia trivia, Span span)
      implements Statement {
    public Match {
      cases = List.copyOf(cases);
    }
  }

  /// One `case` of a `match`.
  record Case(List<Expr> values, Block block, Trivia trivia, Span span) {
    public Case {
      values = List.copyOf(values);
    }
  }

  /// `while EXPR max N { … }`
  record While(Expr condition, int max, Block body, Trivia trivia, Span span)
      implements Statement {}

  record Break(Trivia trivia, Span span) implements Statement {}

  record Continue(Trivia trivia, Span span) implements Statement {}

  /// `try {…} catch Name, Other as e {…} finally {…}`
  record Try(Block body, List<Catch> catches, Optional<Block> last, Trivia trivia, Span span)
      implements Statement {
    public Try {
      catches = List.copyOf(catches);
    }
  }

  /// One `catch`; no errors named means every error that can be caught.
  record Catch(List<Name> errors, Optional<Name> variable, Block block, Trivia trivia, Span span) {
    public Catch {
      errors = List.copyOf(errors);
    }
  }

  /// `fail Name "message" with {data}`, or `fail e` where e is a catch variable: the analysis tells
  /// which.
  record Fail(Name error, Optional<Expr> message, Optional<Expr> data, Trivia trivia, Span span)
      implements Statement {}

  /// `return [EXPR]`
  record Return(Optional<Expr> value, Trivia trivia, Span span) implements Statement {}

  /// `scope { … }`: a saga of its own.
  record Scope(Block body, Trivia trivia, Span span) implements Statement {}

  record Rollback(Trivia trivia, Span span) implements Statement {}

  record Commit(Trivia trivia, Span span) implements Statement {}

  /// `[x =] call workflow(args)` with timeout, compensate: a child execution that is waited for.
  record Call(
      Optional<Name> target, Invocation call, List<Clause> clauses, Trivia trivia, Span span)
      implements Statement {
    public Call {
      clauses = List.copyOf(clauses);
    }
  }

  /// `[x =] start workflow(args)`: a child execution that is not waited for.
  record Start(Optional<Name> target, Invocation call, Trivia trivia, Span span)
      implements Statement {}
}
