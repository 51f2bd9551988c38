// The words and signs of the language, for workflows and for expressions alike.
//
// Text with `${expr}` in it is read by modes: a quote enters the mode of its kind of text, `${` returns to the
// default mode, and the brace that closes it goes back. Errors are tokens too (BAD_…, UNCLOSED_TEXT), so that
// one bad sign is one diagnostic and reading goes on.
lexer grammar FlowLexer;

tokens {
  TEXT_OPEN, TEXT_CHARS, TEXT_ESCAPE, TEXT_DOLLAR, TEXT_EXPR, TEXT_CLOSE, WAIT_FOR, WAIT_UNTIL, RETURN_ALONE,
  // Words of test files, which are names everywhere else: TokenScan makes these of them.
  TESTS, OF, TEST, CLOCK, GIVEN, RETURNS, FAILS, PERMANENTLY, REAL, HANGS, CRASHES, THEN, AFTER, TIMES, CALLBACK, CANCEL,
  TERMINATE, REDRIVE, PAUSE, RESUME, CRASH, REFUSED, EXPECT, RESULT, INCLUDES, ERROR, STATUS, STEPS, UNDONE, CALLED, NEVER,
  TIME, THAT
}

@members {
  private boolean templates = true;
  private int openLines;

  /** Whether `${` in text begins an expression, as in workflows, or is just text, as in plain CEL. */
  void templates(boolean yes) {
    templates = yes;
  }

  private void openText(int mode) {
    if (mode != MULTI_DOUBLE && mode != MULTI_SINGLE) {
      openLines++;
    }
    pushMode(mode);
  }

  private void closeLine() {
    openLines--;
    popMode();
  }

  private void openExpression() {
    if (templates) {
      setType(TEXT_EXPR);
      pushMode(DEFAULT_MODE);
    } else {
      setType(TEXT_CHARS);
    }
  }

  private void closeBrace() {
    if (!_modeStack.isEmpty()) {
      popMode();
    }
  }

  /** A text of one line ends with its line, however much was opened inside of it. */
  private void endLine() {
    if (openLines == 0) {
      skip();
      return;
    }
    int outermost = 0;
    while (outermost < _modeStack.size() && !isLine(_modeStack.get(outermost))) {
      outermost++;
    }
    while (_modeStack.size() > outermost) {
      popMode();
    }
    popMode();
    openLines = 0;
    setType(UNCLOSED_TEXT);
  }

  private static boolean isLine(int mode) {
    return mode == LINE_DOUBLE || mode == LINE_SINGLE;
  }
}

// Words that begin a statement: not to be used as names of variables.
STEP: 'step';
WAIT: 'wait';
POLL: 'poll';
PARALLEL: 'parallel';
FOR: 'for';
YIELD: 'yield';
IF: 'if';
MATCH: 'match';
WHILE: 'while';
BREAK: 'break';
CONTINUE: 'continue';
TRY: 'try';
FAIL: 'fail';
RETURN: 'return';
SCOPE: 'scope';
ROLLBACK: 'rollback';
COMMIT: 'commit';
CALL: 'call';
START: 'start';

// Words of expressions.
TRUE: 'true';
FALSE: 'false';
NULL: 'null';
IN: 'in';

// Words with a meaning in their place only.
WORKFLOW: 'workflow';
INPUT: 'input';
OUTPUT: 'output';
TYPE: 'type';
TIMEOUT: 'timeout';
RETRY: 'retry';
SIGNAL: 'signal';
DEFAULT: 'default';
ELSE: 'else';
CASE: 'case';
CATCH: 'catch';
FINALLY: 'finally';
AS: 'as';
WITH: 'with';
UNTIL: 'until';
EVERY: 'every';
HEARTBEAT: 'heartbeat';
NOTIFY: 'notify';
COMPENSATE: 'compensate';
ON: 'on';
AT: 'at';
MOST: 'most';
ONCE: 'once';
MAX: 'max';
SETTLE: 'settle';
FIRST: 'first';
TOLERATE: 'tolerate';
ATTEMPTS: 'attempts';
BACKOFF: 'backoff';
FACTOR: 'factor';
JITTER: 'jitter';
WITHIN: 'within';
ONLY: 'only';
EXCEPT: 'except';

NAME: [a-zA-Z_] [a-zA-Z_0-9]*;
QUOTED_NAME: '`' [a-zA-Z0-9_.\-/ ]+ '`';

NUMBER: '0' [xX] HEX+ | DIGITS ('.' DIGITS)? EXPONENT? | '.' DIGITS EXPONENT?;
DURATION: (DIGITS ('d' | 'h' | 'm' | 's' | 'ms'))+;
BAD_NUMBER: (DIGITS ('.' DIGITS)? | '.' DIGITS) [a-zA-Z_] [a-zA-Z_0-9]*;

RAW_TEXT
  : [rR]
    ( '"' ~["\r\n]* '"'
    | '\'' ~['\r\n]* '\''
    | '"""' .*? '"""'
    | '\'\'\'' .*? '\'\'\''
    )
  ;
BAD_BYTES: ([bB] [rR]? | [rR] [bB]) ('"' ~["\r\n]* '"' | '\'' ~['\r\n]* '\'');
// Text without an escape and without a dollar, the most frequent by far, is one token.
PLAIN_TEXT: '"' ~["\\$\r\n]* '"' | '\'' ~['\\$\r\n]* '\'';
OPEN_MULTI_DOUBLE: '"""' { openText(MULTI_DOUBLE); } -> type(TEXT_OPEN);
OPEN_MULTI_SINGLE: '\'\'\'' { openText(MULTI_SINGLE); } -> type(TEXT_OPEN);
OPEN_LINE_DOUBLE: '"' { openText(LINE_DOUBLE); } -> type(TEXT_OPEN);
OPEN_LINE_SINGLE: '\'' { openText(LINE_SINGLE); } -> type(TEXT_OPEN);

LEFT_BRACE: '{' -> pushMode(DEFAULT_MODE);
RIGHT_BRACE: '}' { closeBrace(); };
LEFT_PAREN: '(';
RIGHT_PAREN: ')';
LEFT_BRACKET: '[';
RIGHT_BRACKET: ']';
RANGE: '..';
DOT: '.';
COMMA: ',';
COLON: ':';
ASSIGN: '=';
EQUAL: '==';
NOT_EQUAL: '!=';
LESS_OR_EQUAL: '<=';
GREATER_OR_EQUAL: '>=';
LESS: '<';
GREATER: '>';
AND: '&&';
OR: '||';
NOT: '!';
PLUS: '+';
MINUS: '-';
STAR: '*';
SLASH: '/';
PERCENT: '%';
QUESTION: '?';

COMMENT: '#' ~[\r\n]* -> channel(HIDDEN);
LINE_END: [\r\n] [ \t\f\r\n]* { endLine(); };
BLANK: [ \t\f]+ -> skip;
BAD_SIGN: [\uD800-\uDBFF] [\uDC00-\uDFFF] | .;

fragment DIGITS: [0-9]+;
fragment HEX: [0-9a-fA-F];
fragment EXPONENT: [eE] [+-]? [0-9]+;

fragment ESCAPE: '\\' ([xX] HEX HEX | 'u' HEX HEX HEX HEX | 'U' HEX HEX HEX HEX HEX HEX HEX HEX | [0-3] [0-7] [0-7] | ~[\r\n])?;

mode LINE_DOUBLE;
LINE_DOUBLE_CLOSE: '"' { closeLine(); } -> type(TEXT_CLOSE);
LINE_DOUBLE_CHARS: ~["\\$\r\n]+ -> type(TEXT_CHARS);
LINE_DOUBLE_ESCAPE: ESCAPE -> type(TEXT_ESCAPE);
LINE_DOUBLE_DOLLAR: '$${' -> type(TEXT_DOLLAR);
LINE_DOUBLE_EXPR: '${' { openExpression(); };
LINE_DOUBLE_LONE_DOLLAR: '$' -> type(TEXT_CHARS);
UNCLOSED_TEXT: ('\r' '\n'? | '\n') { endLine(); };

mode LINE_SINGLE;
LINE_SINGLE_CLOSE: '\'' { closeLine(); } -> type(TEXT_CLOSE);
LINE_SINGLE_CHARS: ~['\\$\r\n]+ -> type(TEXT_CHARS);
LINE_SINGLE_ESCAPE: ESCAPE -> type(TEXT_ESCAPE);
LINE_SINGLE_DOLLAR: '$${' -> type(TEXT_DOLLAR);
LINE_SINGLE_EXPR: '${' { openExpression(); };
LINE_SINGLE_LONE_DOLLAR: '$' -> type(TEXT_CHARS);
LINE_SINGLE_UNCLOSED: ('\r' '\n'? | '\n') { endLine(); } -> type(UNCLOSED_TEXT);

mode MULTI_DOUBLE;
MULTI_DOUBLE_CLOSE: '"""' -> popMode, type(TEXT_CLOSE);
MULTI_DOUBLE_CHARS: (~["\\$]+ | '"') -> type(TEXT_CHARS);
MULTI_DOUBLE_ESCAPE: ESCAPE -> type(TEXT_ESCAPE);
MULTI_DOUBLE_DOLLAR: '$${' -> type(TEXT_DOLLAR);
MULTI_DOUBLE_EXPR: '${' { openExpression(); };
MULTI_DOUBLE_LONE_DOLLAR: '$' -> type(TEXT_CHARS);

mode MULTI_SINGLE;
MULTI_SINGLE_CLOSE: '\'\'\'' -> popMode, type(TEXT_CLOSE);
MULTI_SINGLE_CHARS: (~['\\$]+ | '\'') -> type(TEXT_CHARS);
MULTI_SINGLE_ESCAPE: ESCAPE -> type(TEXT_ESCAPE);
MULTI_SINGLE_DOLLAR: '$${' -> type(TEXT_DOLLAR);
MULTI_SINGLE_EXPR: '${' { openExpression(); };
MULTI_SINGLE_LONE_DOLLAR: '$' -> type(TEXT_CHARS);
