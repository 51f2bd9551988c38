// Every construct of the language; what a construct means and which clause it may have is not known here.
//
// Rules are kept decidable by one or two tokens, and recursive in brackets only: chains of operators, of
// conditionals and of `else if` are loops, so that the depth of the parser is the depth of the brackets, which
// is bounded before it runs. A word with a meaning in its place only comes as a NAME where `=` follows, so that
// `timeout = 5` is an assignment; WAIT and RETURN come as one of several tokens, by what follows. Precedence is resolved when the tree is built.
parser grammar FlowParser;

options { tokenVocab = FlowLexer; }

file: header declarations statements EOF;
declarations: declaration*;
statements: statement*;
header: WORKFLOW qualifiedName;

// A test file. Each of its lines begins on a new line, as a statement does.
suite: suiteHeader suiteLines EOF;
suiteHeader: TESTS OF qualifiedName;
suiteLines: suiteLine*;
suiteLine
  : TEST text LEFT_BRACE suiteLines RIGHT_BRACE # caseLine
  | NAME ASSIGN expr # nameLine
  | INPUT expr # inputLine
  | CLOCK expr # clockLine
  | GIVEN WORKFLOW? qualifiedName (WITH expr)? behaviour (COMMA THEN behaviour)* # givenLine
  | (AT DURATION)? incident (OF WORKFLOW qualifiedName)? REFUSED? # happeningLine
  | EXPECT expectation # expectLine
  ;
behaviour: reaction behaviourPart*;
behaviourPart: AFTER DURATION | NUMBER TIMES | ONCE;
reaction
  : RETURNS expr # returnsReaction
  | FAILS PERMANENTLY? failing # failsReaction
  | REAL # realReaction
  | HANGS # hangsReaction
  | CRASHES # crashesReaction
  ;
failing: word failMessage? (WITH expr)?;
incident
  : SIGNAL word (WITH expr)? # signalIncident
  | CALLBACK word (FAILS failing | HEARTBEAT | WITH expr)? # callbackIncident
  | CANCEL failMessage? # cancelIncident
  | TERMINATE failMessage? # terminateIncident
  | REDRIVE # redriveIncident
  | PAUSE # pauseIncident
  | RESUME # resumeIncident
  | CRASH # crashIncident
  ;
expectation
  : RESULT INCLUDES? expr # resultExpectation
  | ERROR failing # errorExpectation
  | STATUS word # statusExpectation
  | STEPS handlerList # stepsExpectation
  | UNDONE handlerList # undoneExpectation
  | TIME DURATION (RANGE DURATION)? # timeExpectation
  | THAT expr # thatExpectation
  | WORKFLOW? qualifiedName (NEVER CALLED | CALLED (ONCE | NUMBER TIMES)?) (WITH expr)? # calledExpectation
  ;
handlerList: LEFT_BRACKET (listed (COMMA listed)* COMMA?)? RIGHT_BRACKET;
listed: qualifiedName | RANGE;

// Parts of the language that stand alone: in a YAML scalar, on a command line.
loneExpression: expr EOF;
loneType: typeExpr EOF;
lonePolicy: policy EOF;
loneBackoff: backoff EOF;
loneDuration: DURATION EOF;

declaration
  : INPUT fieldBlock # inputDeclaration
  | OUTPUT typeExpr # outputDeclaration
  | TYPE word ASSIGN typeExpr # typeDeclaration
  | TIMEOUT DURATION # timeoutDeclaration
  | RETRY word ASSIGN policy # retryDeclaration
  | SIGNAL word COLON typeExpr # signalDeclaration
  | DEFAULT (timeoutClause | retryClause) # defaultDeclaration
  ;

block: LEFT_BRACE statements RIGHT_BRACE;

statement
  : NAME ASSIGN (targeted | expr) # assignment
  | targeted # untargeted
  | WAIT_UNTIL UNTIL expr # waitUntilStatement
  | WAIT expr # waitStatement
  | YIELD expr # yieldStatement
  | IF expr block elseArm* # ifStatement
  | MATCH expr matchParts # matchStatement
  | WHILE expr (MAX NUMBER)? block # whileStatement
  | BREAK # breakStatement
  | CONTINUE # continueStatement
  | TRY block tryPart* # tryStatement
  | FAIL word failMessage? (WITH expr)? # failStatement
  | RETURN_ALONE # returnStatement
  | RETURN expr # returnStatement
  | SCOPE block # scopeStatement
  | ROLLBACK # rollbackStatement
  | COMMIT # commitStatement
  ;

// Statements that may give their result to a variable.
targeted
  : STEP invocation clause* # stepStatement
  | WAIT_FOR FOR word clause* # waitForStatement
  | POLL invocation clause* # pollStatement
  | PARALLEL parallelOption* branches # parallelStatement
  | FOR variable IN expr forOption* block # forStatement
  | CALL invocation clause* # callStatement
  | START invocation clause* # startStatement
  ;

elseArm: ELSE (IF expr)? block;
matchPart: CASE expr (COMMA expr)* block # casePart | ELSE block # elsePart;
tryPart: CATCH (errorName (COMMA errorName)*)? (AS variable)? block # catchPart | FINALLY block # finallyPart;
failMessage: text | LEFT_PAREN expr RIGHT_PAREN;
matchParts: LEFT_BRACE matchPart* RIGHT_BRACE;
branches: LEFT_BRACE branch* RIGHT_BRACE;
branch: block | statement;
parallelOption: MAX NUMBER | join;
forOption: PARALLEL NUMBER | join;
join: SETTLE | FIRST NUMBER | TOLERATE NUMBER PERCENT?;

invocation: qualifiedName LEFT_PAREN (argument (COMMA argument)* COMMA?)? RIGHT_PAREN;
argument: fieldName COLON expr;

clause
  : retryClause
  | timeoutClause
  | mostOnceClause
  | everyClause
  | untilClause
  | heartbeatClause
  | notifyClause
  | compensateClause
  | onTimeoutClause
  ;
retryClause: RETRY (policy | word);
timeoutClause: TIMEOUT expr;
mostOnceClause: AT MOST ONCE;
everyClause: EVERY expr;
untilClause: UNTIL expr;
heartbeatClause: HEARTBEAT DURATION;
notifyClause: NOTIFY action;
compensateClause: COMPENSATE action;
onTimeoutClause: ON TIMEOUT block;
action: invocation | LEFT_BRACE STEP invocation clause* RIGHT_BRACE;

policy: policyPart (COMMA policyPart)*;
policyPart
  : NUMBER ATTEMPTS # attemptsPart
  | BACKOFF backoff # backoffPart
  | FACTOR NUMBER # factorPart
  | JITTER word # jitterPart
  | WITHIN DURATION # withinPart
  | ONLY errorList # onlyPart
  | EXCEPT errorList # exceptPart
  ;
backoff: DURATION RANGE DURATION;
errorList: LEFT_BRACKET (word (COMMA word)* COMMA?)? RIGHT_BRACKET;

typeExpr: typeAtom QUESTION?;
typeAtom
  : word # namedType
  | LEFT_BRACKET typeExpr RIGHT_BRACKET # listType
  | LEFT_BRACE typeExpr RIGHT_BRACE # mapType
  | fieldBlock # recordType
  ;
fieldBlock: LEFT_BRACE (field COMMA?)* RIGHT_BRACE;
field: fieldName QUESTION? COLON typeExpr (ASSIGN constant)?;
constant: MINUS? atom;

expr: operation (QUESTION operation COLON operation)*;
operation: operand (operator operand)*;
operator
  : OR | AND | EQUAL | NOT_EQUAL | LESS | LESS_OR_EQUAL | GREATER | GREATER_OR_EQUAL | IN
  | PLUS | MINUS | STAR | SLASH | PERCENT
  ;
operand: (NOT | MINUS)* atom suffix*;
suffix
  : DOT QUESTION? selector arguments? # fieldSuffix
  | LEFT_BRACKET QUESTION? expr RIGHT_BRACKET # indexSuffix
  ;
arguments: LEFT_PAREN (expr (COMMA expr)*)? RIGHT_PAREN;
atom
  : NULL # nullAtom
  | (TRUE | FALSE) # boolAtom
  | NUMBER # numberAtom
  | DURATION # durationAtom
  | text # textAtom
  | variable arguments? # variableAtom
  | LEFT_PAREN expr RIGHT_PAREN # groupAtom
  | LEFT_BRACKET (element (COMMA element)* COMMA?)? RIGHT_BRACKET # listAtom
  | LEFT_BRACE (entry (COMMA entry)* COMMA?)? RIGHT_BRACE # mapAtom
  ;
element: QUESTION? expr;
entry: QUESTION? key COLON expr;
key: statementWord | IN | operation;

text
  : PLAIN_TEXT
  | RAW_TEXT
  | TEXT_OPEN textPart* TEXT_CLOSE
  ;
textPart: TEXT_CHARS | TEXT_ESCAPE | TEXT_DOLLAR | TEXT_EXPR expr RIGHT_BRACE;

qualifiedName: word (DOT word)*;
fieldName: word | QUOTED_NAME | text;
selector: word | QUOTED_NAME;

// Any word at all, where nothing but a name can stand.
word: variable | statementWord | IN | TRUE | FALSE | NULL;
errorName: NAME | softWord;

// What may be the name of a variable: every word that does not begin a statement.
variable: NAME | softWord | AS;

statementWord
  : STEP | WAIT | WAIT_FOR | WAIT_UNTIL | POLL | PARALLEL | FOR | YIELD | IF | MATCH | WHILE | BREAK | CONTINUE
  | TRY | FAIL | RETURN | RETURN_ALONE | SCOPE | ROLLBACK | COMMIT | CALL | START
  ;
softWord
  : WORKFLOW | INPUT | OUTPUT | TYPE | TIMEOUT | RETRY | SIGNAL | DEFAULT | ELSE | CASE | CATCH | FINALLY | WITH
  | UNTIL | EVERY | HEARTBEAT | NOTIFY | COMPENSATE | ON | AT | MOST | ONCE | MAX | SETTLE | FIRST | TOLERATE
  | ATTEMPTS | BACKOFF | FACTOR | JITTER | WITHIN | ONLY | EXCEPT
  | TESTS | OF | RETURNS | FAILS | PERMANENTLY | REAL | HANGS | CRASHES | THEN | AFTER | TIMES | REFUSED | RESULT
  | INCLUDES | ERROR | STATUS | STEPS | UNDONE | CALLED | NEVER | TIME | THAT
  ;
