package dev.flowstone.cli.source;

import java.util.Locale;
import java.util.Optional;

/// The two ways to write a workflow, told apart by the name of the file.
public enum Spelling {
  TEXT,
  YAML;

  /// The spelling that a file name stands for; empty where it is no workflow's.
  public static Optional<Spelling> of(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".flow")) {
      return Optional.of(TEXT);
    }
    return name.endsWith(".flow.yaml") || name.endsWith(".flow.yml")
        ? Optional.of(YAML)
        : Optional.empty();
  }

  /// The same for a file that the user named: any YAML file is taken for one then.
  public static Spelling named(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml") ? YAML : TEXT;
  }

  public Spelling other() {
    return switch (this) {
      case TEXT -> YAML;
      case YAML -> TEXT;
    };
  }
}
