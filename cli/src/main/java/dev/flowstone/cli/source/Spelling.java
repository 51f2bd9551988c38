package dev.flowstone.cli.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The two ways to write a workflow, told apart by the name of the file.
public enum Spelling {
  TEXT,
  YAML;

  /// How the names of workflow files end: what is looked for in folders, and taken from buckets.
  public static final List<String> ENDINGS = List.of(".flow", ".flow.yaml", ".flow.yml");

  /// The spelling that a file name stands for; empty where it is no workflow's.
  public static Optional<Spelling> of(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return ENDINGS.stream()
        .filter(name::endsWith)
        .findFirst()
        .map(ending -> ending.equals(".flow") ? TEXT : YAML);
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
