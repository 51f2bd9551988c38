package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Statement;

/// The constructs of the language, as the coverage counts them.
enum Construct {
  ASSIGN,
  STEP,
  WAIT,
  WAIT_UNTIL,
  WAIT_FOR,
  POLL,
  PARALLEL,
  FOR,
  FOR_PARALLEL,
  YIELD,
  IF,
  MATCH,
  WHILE,
  BREAK,
  CONTINUE,
  TRY,
  FAIL,
  RETURN,
  SCOPE,
  ROLLBACK,
  COMMIT,
  CALL,
  START,

  // Clauses that are performed by themselves
  COMPENSATE,
  NOTIFY,
  AT_MOST_ONCE;

  /// Which one a statement is.
  static Construct of(Statement statement) {
    return switch (statement) {
      case Statement.Assign _ -> ASSIGN;
      case Statement.Step _ -> STEP;
      case Statement.Wait _ -> WAIT;
      case Statement.WaitUntil _ -> WAIT_UNTIL;
      case Statement.WaitFor _ -> WAIT_FOR;
      case Statement.Poll _ -> POLL;
      case Statement.Parallel _ -> PARALLEL;
      case Statement.For loop -> loop.parallel().isPresent() ? FOR_PARALLEL : FOR;
      case Statement.Yield _ -> YIELD;
      case Statement.If _ -> IF;
      case Statement.Match _ -> MATCH;
      case Statement.While _ -> WHILE;
      case Statement.Break _ -> BREAK;
      case Statement.Continue _ -> CONTINUE;
      case Statement.Try _ -> TRY;
      case Statement.Fail _ -> FAIL;
      case Statement.Return _ -> RETURN;
      case Statement.Scope _ -> SCOPE;
      case Statement.Rollback _ -> ROLLBACK;
      case Statement.Commit _ -> COMMIT;
      case Statement.Call _ -> CALL;
      case Statement.Start _ -> START;
    };
  }
}
