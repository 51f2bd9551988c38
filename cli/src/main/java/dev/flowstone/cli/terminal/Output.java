package dev.flowstone.cli.terminal;

import dev.flowstone.grammar.value.Value;
import java.io.PrintStream;

/// How a command speaks: words for a person, or one JSON document for a program.
///
/// With JSON, standard output holds the document and nothing else; what would be told to a person
/// goes to standard error.
public final class Output {
  private final PrintStream out;
  private final PrintStream err;
  private final Colors outColors;
  private final Colors errColors;
  private final boolean json;

  public Output(Shell shell, Colors.Choice colors, boolean json) {
    this.out = shell.out();
    this.err = shell.err();
    this.outColors = Colors.of(colors, shell.outIsTerminal(), shell);
    this.errColors = Colors.of(colors, shell.errIsTerminal(), shell);
    this.json = json;
  }

  public boolean json() {
    return json;
  }

  /// The colours of what [#say] prints.
  public Colors colors() {
    return json ? errColors : outColors;
  }

  /// The colours of what goes where errors go.
  public Colors errorColors() {
    return errColors;
  }

  /// Tells something to a person.
  public void say(String line) {
    (json ? err : out).println(line);
  }

  /// Prints what was asked for, as it is, whoever reads it.
  public void print(String text) {
    out.print(text);
    out.flush();
  }

  /// Prints the document of `--json`.
  public void document(Value value) {
    print(JsonLayout.indented(value) + "\n");
  }

  /// Tells a person something beside the answer.
  public void warn(String line) {
    err.println("flow: " + errColors.yellow("warning: ") + line);
  }

  /// Prints a line where errors go, as it is.
  public void error(String line) {
    err.println(line);
  }

  /// Prints a problem where errors go.
  public void problem(Problem problem) {
    err.println("flow: " + errColors.red("error: ") + problem.message());
    for (String line : problem.details()) {
      err.println("  " + line);
    }
    for (String step : problem.next()) {
      err.println(errColors.dim("  -> ") + step);
    }
    err.flush();
  }
}
