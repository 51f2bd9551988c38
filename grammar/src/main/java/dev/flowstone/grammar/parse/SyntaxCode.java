package dev.flowstone.grammar.parse;

/// The diagnostics of the text front end; the codes are stable and are explained in the documentation.
public enum SyntaxCode {
  /// Something else was expected here.
  UNEXPECTED("FL001"),
  /// Text, or `${` in it, that is not closed.
  UNCLOSED_TEXT("FL002"),
  /// A backslash in text that is followed by nothing known.
  BAD_ESCAPE("FL003"),
  /// A number or duration that runs into other signs, such as `10mx`.
  BAD_NUMBER("FL004"),
  /// A literal of CEL that this language leaves out: unsigned numbers and bytes.
  NOT_SUPPORTED("FL005"),
  /// A sign that is not of the language.
  BAD_SIGN("FL006"),
  /// Brackets, blocks or operators nested too deeply.
  TOO_DEEP("FL007"),
  /// An expression of too many signs or parts.
  EXPRESSION_TOO_LARGE("FL008"),
  /// A file of too many bytes.
  FILE_TOO_LARGE("FL009"),
  /// Bytes that are not UTF-8.
  NOT_UTF8("FL010"),
  /// A statement that does not begin its line.
  SAME_LINE("FL011"),
  /// A declaration after the first statement or inside of a block.
  LATE_DECLARATION("FL012"),
  /// A clause, option or part that is there twice.
  DUPLICATE("FL013"),
  /// A clause or part that does not belong to its construct.
  MISPLACED("FL014"),
  /// A part that must be there and is not.
  MISSING("FL015"),
  /// A number that is out of bounds where it stands.
  OUT_OF_BOUNDS("FL016"),
  /// A duration that is not written from the largest unit to the smallest.
  BAD_DURATION("FL017"),
  /// A word that is not one of those that may stand here.
  UNKNOWN_WORD("FL018"),
  /// A bracket that is not closed, or that closes nothing.
  BRACKETS("FL019"),
  /// A word that begins a statement, used as the name of a variable.
  RESERVED_WORD("FL020"),
  /// More diagnostics than are shown.
  TOO_MANY("FL021");

  private final String code;

  SyntaxCode(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
