package dev.flowstone.grammar.source;

import dev.flowstone.grammar.source.Diagnostic.Severity;
import java.util.List;
import java.util.Optional;

/// Every diagnostic that a source can cause: the one list, so that no code is used twice or left
/// undocumented.
///
/// `FL0xx` is of reading a file, `FL1xx` of names, flow and types. Each has its section in
/// `docs/diagnostics.md`, with an example that a test runs. A code never changes its meaning.
public enum Code {
  UNEXPECTED("FL001", Severity.ERROR, "something else was expected"),
  UNCLOSED_TEXT("FL002", Severity.ERROR, "text, or ${ in it, that is not closed"),
  BAD_ESCAPE("FL003", Severity.ERROR, "a backslash before what it cannot escape"),
  BAD_NUMBER("FL004", Severity.ERROR, "a number or duration that runs into other signs"),
  LITERAL_NOT_SUPPORTED("FL005", Severity.ERROR, "an unsigned number or bytes"),
  BAD_SIGN("FL006", Severity.ERROR, "a sign that is not of the language"),
  TOO_DEEP("FL007", Severity.ERROR, "brackets, blocks or operators nested too deeply"),
  EXPRESSION_TOO_LARGE("FL008", Severity.ERROR, "an expression of too many signs or parts"),
  FILE_TOO_LARGE("FL009", Severity.ERROR, "a file of too many bytes"),
  NOT_UTF8("FL010", Severity.ERROR, "bytes that are not UTF-8"),
  SAME_LINE("FL011", Severity.ERROR, "a statement that does not begin its line"),
  LATE_DECLARATION("FL012", Severity.ERROR, "a declaration after the first statement"),
  DUPLICATE_PART("FL013", Severity.ERROR, "a clause or an option that is there twice"),
  MISPLACED_PART(
      "FL014", Severity.ERROR, "a clause or a part that does not belong to its construct"),
  MISSING_PART("FL015", Severity.ERROR, "a part that must be there and is not"),
  OUT_OF_BOUNDS("FL016", Severity.ERROR, "a number that is out of bounds where it stands"),
  BAD_DURATION(
      "FL017",
      Severity.ERROR,
      "a duration that is not written from the largest unit to the smallest"),
  UNKNOWN_WORD("FL018", Severity.ERROR, "a word that means nothing where it stands"),
  BRACKETS("FL019", Severity.ERROR, "a bracket that is not closed, or closes nothing"),
  RESERVED_WORD(
      "FL020", Severity.ERROR, "a word that begins a statement as the name of a variable"),
  TOO_MANY("FL021", Severity.ERROR, "more errors than are shown"),
  YAML_SYNTAX("FL040", Severity.ERROR, "a text that is not YAML"),
  YAML_FEATURE("FL041", Severity.ERROR, "a feature of YAML that the language leaves out"),
  YAML_TAB("FL042", Severity.ERROR, "a tab where YAML takes only spaces"),
  UNKNOWN_KEY("FL043", Severity.ERROR, "a key that is not known where it stands"),
  REPEATED_KEY("FL044", Severity.ERROR, "a key that is there twice"),
  MISSING_KEY("FL045", Severity.ERROR, "a key that must be there and is not"),
  WRONG_SHAPE("FL046", Severity.ERROR, "a value of another shape than belongs there"),
  PLAIN_NAME("FL047", Severity.ERROR, "a plain text that is the name of something"),
  YAML_NAME("FL048", Severity.ERROR, "something as a name that is no word"),
  TOO_LARGE("FL049", Severity.ERROR, "YAML that is too large"),
  UNKNOWN_NAME("FL103", Severity.ERROR, "a name that nothing has defined here"),
  UNREACHABLE("FL106", Severity.ERROR, "a statement that can never run"),
  MISSING_RETURN("FL107", Severity.ERROR, "a path that ends without the declared output"),
  DUPLICATE_NAME("FL108", Severity.ERROR, "a name that is declared twice, or hides another"),
  NO_ELSE("FL112", Severity.WARNING, "a match without else"),
  BRANCH_CONFLICT("FL113", Severity.ERROR, "a branch that uses what another branch assigns"),
  DURATION_BOUNDS("FL115", Severity.ERROR, "a duration that is not between nothing and 366 days"),
  RESERVED_NAME("FL116", Severity.ERROR, "a word of the language, or no word at all, as a name"),
  UNKNOWN_TYPE("FL117", Severity.ERROR, "a type that is not declared"),
  UNKNOWN_POLICY("FL118", Severity.ERROR, "a retry policy that is not declared"),
  UNUSED("FL119", Severity.INFO, "something that is declared or assigned and never used"),
  MISPLACED("FL120", Severity.ERROR, "a statement or a word where it may not stand"),
  BRANCH_BORDER("FL121", Severity.ERROR, "a jump out of a branch"),
  RECURSIVE_TYPE("FL122", Severity.ERROR, "a type that contains itself, or is too large"),
  RETRY_POLICY("FL123", Severity.ERROR, "a retry policy that contradicts itself"),
  TIMEOUT_UNASSIGNED(
      "FL125", Severity.ERROR, "an on timeout block that leaves its name without a value"),
  DUPLICATE_CASE("FL126", Severity.ERROR, "a case or an error that was named before"),
  UNKNOWN_SIGNAL("FL127", Severity.WARNING, "a signal that is nearly a declared one"),
  NO_RESULT("FL129", Severity.ERROR, "a name for the result of something that has none"),
  UNKNOWN_FIELD("FL104", Severity.ERROR, "a field that the value does not have"),
  TYPE_MISMATCH("FL105", Severity.ERROR, "an operation, a comparison or a value of the wrong type"),
  UNKNOWN_FUNCTION("FL131", Severity.ERROR, "a function that does not exist"),
  WRONG_CALL("FL132", Severity.ERROR, "a function called in a way that it does not have"),
  MAYBE_NULL("FL133", Severity.ERROR, "a value that may be null where none may be"),
  MAYBE_MISSING("FL134", Severity.WARNING, "a field that may be missing"),
  NUMBER_RANGE("FL135", Severity.ERROR, "a number that does not fit"),
  MACRO("FL136", Severity.ERROR, "a macro without what it needs"),
  IN_OPTIONAL("FL137", Severity.ERROR, "an optional in place of its value"),
  MISSING_FIELD("FL138", Severity.ERROR, "a field that is needed and not given"),
  DUPLICATE_KEY("FL139", Severity.ERROR, "a key that is given twice");

  private final String id;
  private final Severity severity;
  private final String title;

  Code(String id, Severity severity, String title) {
    this.id = id;
    this.severity = severity;
    this.title = title;
  }

  public String id() {
    return id;
  }

  public Severity severity() {
    return severity;
  }

  /// What it is about, in a few words: the heading of its section in the documentation.
  public String title() {
    return title;
  }

  /// A diagnostic with this code and its severity.
  public Diagnostic at(String message, Span span) {
    return new Diagnostic(id, severity, message, Optional.empty(), List.of(), span);
  }
}
