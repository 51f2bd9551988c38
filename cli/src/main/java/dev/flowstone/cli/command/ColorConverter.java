package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.Colors;

/// Reads `auto`, `always` or `never`.
final class ColorConverter extends EnumWord<Colors.Choice> {
  ColorConverter() {
    super(Colors.Choice.class);
  }
}
