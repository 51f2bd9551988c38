package dev.flowstone.cli.terminal;

/// Colours for a terminal, or none.
public enum Colors {
  ON,
  OFF;

  /// What `--color` asks for.
  public enum Choice {
    AUTO,
    ALWAYS,
    NEVER
  }

  static Colors of(Choice choice, boolean terminal, Shell shell) {
    return switch (choice) {
      case ALWAYS -> ON;
      case NEVER -> OFF;
      case AUTO -> terminal && isWanted(shell) ? ON : OFF;
    };
  }

  /// As no-color.org has it: any text in `NO_COLOR` switches colours off.
  private static boolean isWanted(Shell shell) {
    return shell.environment().getOrDefault("NO_COLOR", "").isEmpty()
        && !shell.environment().getOrDefault("TERM", "").equals("dumb");
  }

  public String bold(String text) {
    return paint("1", text);
  }

  public String dim(String text) {
    return paint("2", text);
  }

  public String red(String text) {
    return paint("31", text);
  }

  public String green(String text) {
    return paint("32", text);
  }

  public String yellow(String text) {
    return paint("33", text);
  }

  public String cyan(String text) {
    return paint("36", text);
  }

  private String paint(String code, String text) {
    return this == OFF || text.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
  }
}
