package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.IoText;
import dev.flowstone.cli.terminal.JsonLayout;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.expression.EvalLine;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow eval`: tries an expression of the language.
@Command(
    name = "eval",
    description = {
      "Evaluates an expression and prints its value as JSON.",
      "",
      "With --jsonl, each line of standard input is {\"expr\": ..., \"vars\": {...}, \"check\":"
          + " true|false} and gets a line {\"value\": ...} or {\"error\": {\"kind\": ...,"
          + " \"message\": ...}}."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow eval '1 + 2'",
      "  flow eval 'order.items.filter(i, i.price > 10)' --vars @order.json",
      "  flow eval --jsonl < expressions.jsonl"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:There is a value; with --jsonl, every line got an answer.",
      "1:The expression has no value: the error is told.",
      "2:The command line or the variables are wrong.",
      "3:Standard input could not be read."
    })
final class EvalCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(arity = "0..1", paramLabel = "EXPR", description = "The expression.")
  private @Nullable String expression;

  @Option(
      names = "--vars",
      paramLabel = "JSON",
      description = "An object whose fields are the names: JSON, @file, or - for standard input.")
  private @Nullable String vars;

  @Option(names = "--no-check", description = "Evaluates without checking types first.")
  private boolean noCheck;

  @Option(names = "--jsonl", description = "Answers the lines of standard input.")
  private boolean lines;

  @Option(
      names = "--json",
      description = "Prints {\"value\": ...} or {\"error\": {...}} on standard output.")
  private boolean json;

  EvalCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (lines) {
      if (expression != null || vars != null || noCheck) {
        throw Problem.usage("--jsonl takes expression, vars and check from each line").stop();
      }
      return answerLines();
    }
    if (expression == null) {
      throw Problem.usage("there is no expression")
          .next(context.shell().command() + " eval '1 + 2'")
          .stop();
    }
    return answer(expression, variables());
  }

  private Map<Value, Value> variables() {
    if (vars == null) {
      return Map.of();
    }
    if (context.jsonArgument().read("--vars", vars) instanceof Value.Fields(var values)) {
      return values;
    }
    throw Problem.usage("--vars is not an object: its fields are the names")
        .next("give it as --vars '{\"name\": \"value\"}'")
        .stop();
  }

  private int answer(String text, Map<Value, Value> variables) {
    Output output = context.output(json);
    return switch (EvalLine.evaluate(text, variables, !noCheck)) {
      case EvalLine.Answer.Ok(String value) -> {
        output.print(json ? "{\"value\":" + value + "}\n" : laidOut(value) + "\n");
        yield ExitCode.OK;
      }
      case EvalLine.Answer.Wrong(String kind, String message) -> {
        if (json) {
          output.document(
              new dev.flowstone.interpreter.report.Document()
                  .put(
                      "error",
                      new dev.flowstone.interpreter.report.Document()
                          .put("kind", kind)
                          .put("message", message))
                  .value());
        } else {
          output.problem(
              new Problem(
                  ExitCode.UNSUCCESSFUL,
                  Printable.line(kind + ": " + message),
                  List.of(),
                  List.of()));
        }
        yield ExitCode.UNSUCCESSFUL;
      }
    };
  }

  private static String laidOut(String value) {
    return ValueJson.parse(value) instanceof ValueJson.Parsed.Ok(Value parsed)
        ? JsonLayout.indented(parsed)
        : value;
  }

  /// Answers are written out as soon as no more input is at hand, for a caller that talks in turns.
  private int answerLines() {
    PrintStream out = context.shell().out();
    StringBuilder answers = new StringBuilder();
    try (InputStream in = new BufferedInputStream(context.shell().in(), 1 << 16)) {
      for (byte[] line = line(in); line.length > 0; line = line(in)) {
        String text = new String(line, StandardCharsets.UTF_8).strip();
        if (!text.isEmpty()) {
          answers.append(EvalLine.answer(text)).append('\n');
        }
        if (in.available() == 0 || answers.length() > 1 << 16) {
          out.print(answers);
          out.flush();
          answers.setLength(0);
        }
      }
      out.print(answers);
      out.flush();
      return ExitCode.OK;
    } catch (IOException e) {
      throw Problem.failure("standard input cannot be read: " + IoText.of(e)).stop();
    }
  }

  /// A line with its end, as far as it is not longer than any document may be; empty at the end of
  /// input. What is cut off is no JSON and is answered so.
  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c = in.read();
    while (c >= 0) {
      if (line.size() <= 2 * ValueJson.MAX_BYTES) {
        line.write(c);
      }
      if (c == '\n') {
        break;
      }
      c = in.read();
    }
    return line.toByteArray();
  }
}
