package dev.flowstone.cli.command;

import java.util.List;
import java.util.Set;

/// The commands by name, in the order in which help lists them.
public final class Commands {

  public static final List<String> NAMES =
      List.of(
          "run",
          "start",
          "signal",
          "callback",
          "status",
          "list",
          "history",
          "pause",
          "resume",
          "cancel",
          "terminate",
          "redrive",
          "test",
          "lint",
          "fmt",
          "convert",
          "graph",
          "breaking",
          "eval",
          "deploy",
          "workflows",
          "alias",
          "init",
          "doctor",
          "completion",
          "help");

  /// The commands that can be about a deployed host.
  public static final Set<String> REACH_HOSTS =
      Set.of(
          "start",
          "signal",
          "callback",
          "status",
          "list",
          "history",
          "pause",
          "resume",
          "cancel",
          "terminate",
          "redrive",
          "breaking",
          "deploy",
          "workflows",
          "alias");

  private Commands() {}

  /// Whether a word is a command that needs no knowledge of the others.
  public static boolean standsAlone(String word) {
    return NAMES.contains(word) && !word.equals("help") && !word.equals("completion");
  }

  /// Makes one command: only the classes of what is called are loaded.
  public static Object create(String name, Context context) {
    return switch (name) {
      case "run" -> new RunCommand(context);
      case "start" -> new StartCommand(context);
      case "signal" -> new SignalCommand(context);
      case "callback" -> new CallbackCommand(context);
      case "status" -> new StatusCommand(context);
      case "list" -> new ListCommand(context);
      case "history" -> new HistoryCommand(context);
      case "pause" -> new PauseCommand(context);
      case "resume" -> new ResumeCommand(context);
      case "cancel" -> new CancelCommand(context);
      case "terminate" -> new TerminateCommand(context);
      case "redrive" -> new RedriveCommand(context);
      case "test" -> new TestCommand(context);
      case "lint" -> new LintCommand(context);
      case "fmt" -> new FmtCommand(context);
      case "convert" -> new ConvertCommand(context);
      case "graph" -> new GraphCommand(context);
      case "breaking" -> new BreakingCommand(context);
      case "eval" -> new EvalCommand(context);
      case "deploy" -> new DeployCommand(context);
      case "workflows" -> new WorkflowsCommand(context);
      case "alias" -> new AliasCommand(context);
      case "init" -> new InitCommand(context);
      case "doctor" -> new DoctorCommand(context);
      case "completion" -> new CompletionCommand(context);
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
