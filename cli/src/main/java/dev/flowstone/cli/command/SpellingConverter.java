package dev.flowstone.cli.command;

import dev.flowstone.cli.source.Spelling;

/// Reads `text` or `yaml`.
final class SpellingConverter extends EnumWord<Spelling> {
  SpellingConverter() {
    super(Spelling.class);
  }
}
