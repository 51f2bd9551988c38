package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.Colors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `auto`, `always` or `never`.
final class ColorConverter implements ITypeConverter<Colors.Choice> {

  @Override
  public Colors.Choice convert(String text) {
    return switch (text) {
      case "auto" -> Colors.Choice.AUTO;
      case "always" -> Colors.Choice.ALWAYS;
      case "never" -> Colors.Choice.NEVER;
      default -> throw new TypeConversionException("'" + text + "' is not auto, always or never");
    };
  }
}
