package dev.flowstone.cli.source;

import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.format.Formatter;
import dev.flowstone.grammar.yaml.YamlPrinter;

/// Writes a tree in one of the spellings.
public final class Printing {

  private Printing() {}

  public static String print(Suite suite, Spelling spelling) {
    return switch (spelling) {
      case TEXT -> Formatter.format(suite);
      case YAML -> YamlPrinter.print(suite);
    };
  }

  public static String print(Workflow workflow, Spelling spelling) {
    return switch (spelling) {
      case TEXT -> Formatter.format(workflow);
      case YAML -> YamlPrinter.print(workflow);
    };
  }
}
