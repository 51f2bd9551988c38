package dev.flowstone.cli.command;

import java.util.List;

/// The commands by name, in the order in which help lists them.
public final class Commands {

  public static final List<String> NAMES = List.of("lint", "completion", "help");

  private Commands() {}

  /// Whether a word is a command that needs no knowledge of the others.
  public static boolean standsAlone(String word) {
    return NAMES.contains(word) && !word.equals("help") && !word.equals("completion");
  }

  /// Makes one command: only the classes of what is called are loaded.
  public static Object create(String name, Context context) {
    return switch (name) {
      case "lint" -> new LintCommand(context);
      case "completion" -> new CompletionCommand(context);
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
