package dev.flowstone.cli.command;

import java.util.List;

/// The commands by name, in the order in which help lists them.
public final class Commands {

  public static final List<String> NAMES =
      List.of(
          "run",
          "signal",
          "callback",
          "status",
          "list",
          "history",
          "resume",
          "cancel",
          "redrive",
          "lint",
          "fmt",
          "convert",
          "graph",
          "eval",
          "doctor",
          "completion",
          "help");

  private Commands() {}

  /// Whether a word is a command that needs no knowledge of the others.
  public static boolean standsAlone(String word) {
    return NAMES.contains(word) && !word.equals("help") && !word.equals("completion");
  }

  /// Makes one command: only the classes of what is called are loaded.
  public static Object create(String name, Context context) {
    return switch (name) {
      case "run" -> new RunCommand(context);
      case "signal" -> new SignalCommand(context);
      case "callback" -> new CallbackCommand(context);
      case "status" -> new StatusCommand(context);
      case "list" -> new ListCommand(context);
      case "history" -> new HistoryCommand(context);
      case "resume" -> new ResumeCommand(context);
      case "cancel" -> new CancelCommand(context);
      case "redrive" -> new RedriveCommand(context);
      case "lint" -> new LintCommand(context);
      case "fmt" -> new FmtCommand(context);
      case "convert" -> new ConvertCommand(context);
      case "graph" -> new GraphCommand(context);
      case "eval" -> new EvalCommand(context);
      case "doctor" -> new DoctorCommand(context);
      case "completion" -> new CompletionCommand(context);
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
